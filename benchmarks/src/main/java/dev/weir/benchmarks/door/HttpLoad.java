package dev.weir.benchmarks.door;

import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends events to the door as JSON, on many connections that are kept; requests are ready before they are sent. */
final class HttpLoad {

    private final DoorJob job;
    private final ExecutorService threads;
    private final List<HttpConnection> connections = new ArrayList<>();

    HttpLoad(DoorJob job) throws Exception {
        this.job = job;
        threads = Executors.newFixedThreadPool(job.connections());
        URI url = URI.create(job.url());
        for (int i = 0; i < job.connections(); i++) {
            connections.add(new HttpConnection(url.getHost(), url.getPort()));
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
            events.add(json(reading));
            if (events.size() == job.batch() || i == job.warmUp() - 1 || i == records - 1) {
                (i < job.warmUp() ? warmUp : measured).add(request(events));
                events.clear();
            }
        }
        send(warmUp);
        Cpu begin = Cpu.now(job);
        send(measured);
        Span span = begin.until(Cpu.now(job), records - job.warmUp());
        threads.shutdownNow();
        return span;
    }

    private void send(List<byte[]> requests) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> ends = new ArrayList<>();
        for (HttpConnection connection : connections) {
            ends.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                    connection.post(requests.get(i));
                }
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
    }

    static String json(Reading reading) {
        return "{\"sensor_id\":\"" + new String(SensorName.of(reading.sensor()), StandardCharsets.US_ASCII)
                + "\",\"seq\":" + reading.sequence() + ",\"event_time\":" + reading.time() + ",\"vibration\":"
                + reading.vibration() + ",\"temperature\":" + reading.temperature() + "}";
    }

    private byte[] request(List<String> events) {
        String body = job.batch() == 1 ? events.get(0) : "[" + String.join(",", events) + "]";
        URI url = URI.create(job.url());
        String text = "POST /streams/" + job.topic() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
