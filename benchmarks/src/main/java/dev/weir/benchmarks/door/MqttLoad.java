package dev.weir.benchmarks.door;

import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends events to the door as JSON in messages of QoS 1, on many connections; messages are ready before they are sent. */
final class MqttLoad {

    private static final int BUFFER_BYTES = 64 << 10;

    private final DoorJob job;
    private final ExecutorService threads;
    private final List<MqttConnection> connections = new ArrayList<>();

    MqttLoad(DoorJob job) throws Exception {
        this.job = job;
        threads = Executors.newFixedThreadPool(job.connections());
        URI url = URI.create(job.url());
        for (int i = 0; i < job.connections(); i++) {
            connections.add(new MqttConnection(url.getHost(), url.getPort(), "load-" + i, BUFFER_BYTES));
        }
    }

    Span run() throws Exception {
        List<byte[]> warmUp = new ArrayList<>();
        List<byte[]> measured = new ArrayList<>();
        Telemetry log = new Telemetry(job.log());
        Reading reading = new Reading();
        List<String> events = new ArrayList<>();
        int records = (int) job.log().records();
        for (int i = 0; i < records && log.next(reading); i++) {
            events.add(HttpLoad.json(reading));
            if (events.size() == job.batch() || i == job.warmUp() - 1 || i == records - 1) {
                (i < job.warmUp() ? warmUp : measured).add(payload(events));
                events.clear();
            }
        }
        connections.get(0).publishFirst(topic(0), warmUp.get(0));
        send(warmUp.subList(1, warmUp.size()));
        Cpu begin = Cpu.now(job);
        send(measured);
        Span span = begin.until(Cpu.now(job), records - job.warmUp());
        threads.shutdownNow();
        return span;
    }

    private void send(List<byte[]> payloads) throws Exception {
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            int own = i;
            ends.add(threads.submit(() -> {
                List<byte[]> mine = new ArrayList<>();
                for (int j = own; j < payloads.size(); j += connections.size()) {
                    mine.add(payloads.get(j));
                }
                connections.get(own).publish(topic(own), mine, job.inFlight());
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
    }

    private String topic(int connection) {
        return job.topic() + "/load-" + connection;
    }

    private byte[] payload(List<String> events) {
        String text = job.batch() == 1 ? events.get(0) : "[" + String.join(",", events) + "]";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
