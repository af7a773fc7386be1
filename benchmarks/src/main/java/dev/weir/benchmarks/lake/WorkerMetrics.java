package dev.weir.benchmarks.lake;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many rows a delivery's task has given to its writer, as Flink's own metrics say. */
final class WorkerMetrics {

    /** What Flink's reporter puts {@code _} for. */
    private static final Pattern NOT_IN_LABELS = Pattern.compile("[^a-zA-Z0-9:_]");

    private static final Pattern ROWS = Pattern.compile(
            "flink_taskmanager_job_task_operator_numRecordsIn\\{(?<labels>[^}]*)} (?<value>[0-9.eE+]+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    /** @param port of the worker's metrics */
    WorkerMetrics(int port) {
        address = URI.create("http://127.0.0.1:" + port + "/metrics");
    }

    /** 0 as long as there is no such job. */
    long rows(String job) throws IOException, InterruptedException {
        String text = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
        String label = "job_name=\"" + NOT_IN_LABELS.matcher(job).replaceAll("_") + "\"";
        Matcher metric = ROWS.matcher(text);
        double rows = 0;
        while (metric.find()) {
            String labels = metric.group("labels");
            if (labels.contains(label) && labels.contains("Writer")) {
                rows += Double.parseDouble(metric.group("value"));
            }
        }
        return (long) rows;
    }
}
