package dev.weir.benchmarks.plant;

/**
 * What was measured of a rate that was held for long.
 *
 * @param checkpointMillis the median of the checkpoints' time, from trigger to end
 * @param longestCheckpointMillis the longest one
 * @param stateBytes of the newest checkpoint
 * @param recoverySeconds from the kill of the worker to the next committed window
 * @param windows how many were compared with what must come of the plant
 */
record PlantFigures(
        PlantRun run,
        double checkpointMillis,
        double longestCheckpointMillis,
        long stateBytes,
        double recoverySeconds,
        int windows) {

    double stateBytesOfSensor() {
        return (double) stateBytes / run.sensors();
    }
}
