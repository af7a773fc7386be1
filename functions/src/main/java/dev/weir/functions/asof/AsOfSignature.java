package dev.weir.functions.asof;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.InputTypeStrategies;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.StaticArgumentTrait;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Arguments, state and result of {@link AsOf}, for any two tables.
 *
 * <p>Flink 2.2 refuses every argument that is no table if there are two tables ({@code SystemTypeInference.checkMultipleTableArgs}
 * looks at all arguments where it means tables). So what else there is to say is said by names of columns.
 */
final class AsOfSignature {

    static final String WINDOWS = "windows";
    static final String LOG = "log";

    private AsOfSignature() {}

    /**
     * @param call null before it is known which tables there are. Then Flink takes any; it shows their rows as {@code Row} unless it is
     *     told their types, too
     */
    static TypeInference inference(@Nullable AsOfCall call) {
        LinkedHashMap<String, StateTypeStrategy> state = new LinkedHashMap<>();
        state.put("newest", StateTypeStrategy.of(context -> Optional.of(NewestEnd.type())));
        state.put(
                "kept", map(DataTypes.STRING(), context -> AsOfCall.of(context).keptType()));
        state.put("days", map(DataTypes.BIGINT(), context -> KeptWindows.dayType()));
        state.put(
                "ids",
                StateTypeStrategy.of(
                        context -> Optional.of(MapView.newMapViewDataType(DataTypes.STRING(), DataTypes.BIGINT()))));
        state.put(
                "entries",
                map(DataTypes.STRING(), context -> AsOfCall.of(context).entriesType()));
        state.put("places", map(DataTypes.STRING(), context -> KeptLog.placeType()));
        TypeInference.Builder inference = TypeInference.newBuilder()
                .staticArguments(table(WINDOWS), table(LOG))
                .stateTypeStrategies(state)
                .outputTypeStrategy(
                        context -> Optional.of(AsOfCall.of(context).outputType().bridgedTo(RowData.class)));
        if (call != null) {
            inference.inputTypeStrategy(InputTypeStrategies.explicitSequence(rows(call.windows()), rows(call.log())));
        }
        return inference.build();
    }

    private static DataType rows(RowType type) {
        return DataTypes.of(type).bridgedTo(RowData.class);
    }

    /** Where an argument stands. */
    static int position(String argument) {
        return argument.equals(WINDOWS) ? 0 : 1;
    }

    private static StaticArgument table(String name) {
        return StaticArgument.table(name, RowData.class, false, EnumSet.of(StaticArgumentTrait.SET_SEMANTIC_TABLE));
    }

    private static StateTypeStrategy map(DataType key, Function<CallContext, DataType> value) {
        return StateTypeStrategy.of(context ->
                Optional.of(MapView.newMapViewDataType(key, value.apply(context).bridgedTo(RowData.class))));
    }
}
