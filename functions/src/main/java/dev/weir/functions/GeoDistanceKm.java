package dev.weir.functions;

import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code GEO_DISTANCE_KM(latitude1, longitude1, latitude2, longitude2)}: the shortest way between two places over the surface of the
 * earth, in kilometres, by the haversine formula on a sphere with the mean radius of the earth (IUGG: 6371.0088 km). It differs
 * from the distance on the ellipsoid by at most 0.6 %.
 */
public class GeoDistanceKm extends ScalarFunction {

    private static final double MEAN_RADIUS_KM = 6371.0088;

    /**
     * @param latitude1 in degrees, north positive, as {@code latitude2}
     * @param longitude1 in degrees, east positive, as {@code longitude2}
     * @return null if any of them is null
     */
    public @Nullable Double eval(
            @Nullable Double latitude1,
            @Nullable Double longitude1,
            @Nullable Double latitude2,
            @Nullable Double longitude2) {
        if (latitude1 == null || longitude1 == null || latitude2 == null || longitude2 == null) {
            return null;
        }
        double north = Math.sin(Math.toRadians(latitude2 - latitude1) / 2);
        double east = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
        double chord =
                north * north + Math.cos(Math.toRadians(latitude1)) * Math.cos(Math.toRadians(latitude2)) * east * east;
        // Rounding may leave a bit more than 1 for places on opposite sides.
        return 2 * MEAN_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, chord)));
    }
}
