package dev.weir.benchmarks.door;

import dev.weir.benchmarks.telemetry.TelemetrySettings;

/**
 * What a load process is asked to do.
 *
 * @param url where events go; empty for the bare producer
 * @param topic of the stream
 * @param schemaId of the values that the bare producer sends
 * @param measuredPid the process whose work is measured; 0 for the load's own
 * @param log the events
 * @param warmUp how many of them are sent before it is measured
 * @param batch how many are in a request
 * @param connections on which requests go at once, one after the other on each
 * @param inFlight messages of each connection over MQTT that aren't acknowledged, at most
 * @param result the file that gets what was measured
 */
record DoorJob(
        String url,
        String kafka,
        String topic,
        int schemaId,
        long measuredPid,
        long brokerPid,
        TelemetrySettings log,
        int warmUp,
        int batch,
        int connections,
        int inFlight,
        String result) {}
