package dev.weir.benchmarks.door;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.benchmarks.measure.Span;
import java.nio.file.Path;

/** The process that sends the events of one run: its argument is a file with the {@link DoorJob}. */
public final class LoadMain {

    private LoadMain() {}

    public static void main(String[] arguments) throws Exception {
        ObjectMapper json = new ObjectMapper();
        DoorJob job = json.readValue(Path.of(arguments[0]).toFile(), DoorJob.class);
        Span span;
        if (job.url().isEmpty()) {
            span = new ProducerLoad(job).run();
        } else {
            span = job.url().startsWith("mqtt:") ? new MqttLoad(job).run() : new HttpLoad(job).run();
        }
        json.writeValue(Path.of(job.result()).toFile(), span);
        System.exit(0);
    }
}
