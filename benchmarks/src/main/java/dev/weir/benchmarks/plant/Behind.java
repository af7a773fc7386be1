package dev.weir.benchmarks.plant;

/**
 * How far committed results are behind what was taken in, in seconds.
 *
 * @param pipeline of the features behind the readings
 * @param deliveries of the tables behind the features
 */
record Behind(double pipeline, double deliveries) {

    static final Behind NONE = new Behind(0, 0);
    static final Behind UNKNOWN = new Behind(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Who is further behind commits more rarely than he should, or ever less often. */
    private static final double PIPELINE_HOLDS = 15;
    /** The lake commits every 30 s. */
    private static final double DELIVERIES_HOLD = 75;

    boolean isHeld() {
        return pipeline <= PIPELINE_HOLDS && deliveries <= DELIVERIES_HOLD;
    }

    Behind worst(Behind other) {
        return new Behind(Math.max(pipeline, other.pipeline), Math.max(deliveries, other.deliveries));
    }
}
