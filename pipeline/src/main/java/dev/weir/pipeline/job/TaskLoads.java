package dev.weir.pipeline.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;

/** How busy a job's tasks are and how much its workers collect garbage, over Flink's REST API. Safe to share between threads. */
public final class TaskLoads {

    private static final String BUSY = "busyTimeMsPerSecond";
    private static final String HELD_BACK = "backPressuredTimeMsPerSecond";
    private static final String IDLE = "idleTimeMsPerSecond";
    private static final String COLLECTING = "Status.JVM.GarbageCollector.All.TimeMsPerSecond";

    /**
     * How a task's threads spend their time, each as part of it, 0 to 1; a task is a chain of operators.
     *
     * @param task its name in Flink
     * @param busy of its busiest subtask
     * @param heldBack waiting for those who read from it, of the subtask that waits most
     * @param idle waiting for something to do, of the subtask that waits least
     */
    public record TaskLoad(String task, double busy, double heldBack, double idle) {}

    private final FlinkRest rest;

    /** @param address of Flink's REST API */
    public TaskLoads(URI address) {
        rest = new FlinkRest(address);
    }

    /** By task, sources first; empty if Flink doesn't know the job. */
    public List<TaskLoad> of(JobID job) throws ServerUnavailableException {
        String path = "/jobs/" + job;
        List<TaskLoad> loads = new ArrayList<>();
        for (JsonNode vertex : rest.get(path).orElse(NullNode.instance).path("vertices")) {
            String metrics = path + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics?agg=min,max&get="
                    + String.join(",", BUSY, HELD_BACK, IDLE);
            JsonNode numbers = rest.get(metrics).orElse(NullNode.instance);
            loads.add(new TaskLoad(
                    vertex.path("name").asText(),
                    part(numbers, BUSY, "max"),
                    part(numbers, HELD_BACK, "max"),
                    part(numbers, IDLE, "min")));
        }
        return loads;
    }

    /** The part of the time that the worker which collects most stands still for it. */
    public double garbageCollection() throws ServerUnavailableException {
        return rest.get("/taskmanagers/metrics?agg=max&get=" + COLLECTING)
                .map(numbers -> part(numbers, COLLECTING, "max"))
                .orElse(0.0);
    }

    private static double part(JsonNode numbers, String id, String aggregate) {
        for (JsonNode number : numbers) {
            if (number.path("id").asText().equals(id)) {
                double millis = number.path(aggregate).asDouble();
                return Double.isNaN(millis) ? 0 : Math.min(1, Math.max(0, millis / 1000));
            }
        }
        return 0;
    }
}
