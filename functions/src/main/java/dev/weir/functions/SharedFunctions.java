package dev.weir.functions;

import dev.weir.functions.asof.AsOf;
import java.util.Map;
import org.apache.flink.table.functions.UserDefinedFunction;

/** The functions that every pipeline has without declaring them. */
public final class SharedFunctions {

    /** By name in SQL, which like all names of functions there may be written in small letters, too. */
    public static final Map<String, Class<? extends UserDefinedFunction>> BY_NAME =
            Map.of("AS_OF", AsOf.class, "GEO_DISTANCE_KM", GeoDistanceKm.class);

    private SharedFunctions() {}
}
