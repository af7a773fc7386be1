package dev.weir.gateway.http;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A door on a free port, and a client in front of it. It serves {@code orders}, {@code people} and {@code mirror}. */
public final class Door implements AutoCloseable {

    public static final String SCHEMA = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "amount", "type": ["null", "int"], "default": null}
            ]}""";

    public final StreamDirectory streams = new StreamDirectory();
    private final HttpDoor door;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Door(EventLog log) throws ExecutionException, InterruptedException {
        this(log, nobodyNeedsOne());
    }

    public Door(EventLog log, KeyRing keys) throws ExecutionException, InterruptedException {
        this(log, keys, new HttpConfig("127.0.0.1", 0, 1 << 20, 1_000, 32L << 20, Duration.ofSeconds(10)));
    }

    public Door(EventLog log, HttpConfig config) throws ExecutionException, InterruptedException {
        this(log, nobodyNeedsOne(), config);
    }

    private Door(EventLog log, KeyRing keys, HttpConfig config) throws ExecutionException, InterruptedException {
        serve(contract("orders", Mode.APPEND, new Identity.ById(List.of("id"), Duration.ofHours(1))));
        serve(contract("unidentified", Mode.APPEND, null));
        serve(contract("people", Mode.UPSERT, null));
        serve(contract("mirror", Mode.CDC, null));
        streams.markComplete();
        door = HttpDoor.open(config, keys, streams, log, new GatewayMetrics());
    }

    private static KeyRing nobodyNeedsOne() {
        KeyRing keys = new KeyRing(KeyRing.Demand.AS_SET);
        keys.update(Map.of(), false);
        return keys;
    }

    private void serve(StreamContract contract) {
        streams.put(new ServedStream(contract, 1, 7, Map.of(7, contract.schema()), true));
    }

    public static StreamContract contract(String name, Mode mode, Identity identity) {
        return new StreamContract(
                name,
                mode,
                schema(SCHEMA),
                List.of("id"),
                new EventTime("at", Duration.ZERO, Duration.ofMinutes(5), null),
                identity,
                4,
                Duration.ofDays(7),
                Compatibility.BACKWARD_TRANSITIVE,
                List.of(),
                List.of("amount == null || amount < 1000"));
    }

    private static StreamSchema schema(String text) {
        try {
            return AvroStreamSchema.parse(Path.of("order.avsc"), text);
        } catch (ContractException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public HttpDoor opened() {
        return door;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String stream, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return send(posting(stream, contentType, body));
    }

    public HttpResponse<String> postJson(String stream, String json) throws IOException, InterruptedException {
        return post(stream, "application/json", quoted(json));
    }

    public CompletableFuture<HttpResponse<String>> postJsonAsync(String stream, String json) {
        return client.sendAsync(
                posting(stream, "application/json", quoted(json)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder posting(String stream, String contentType, byte[] body) {
        return request("/streams/" + stream).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    }

    /** JSON may be written with single quotes. */
    public static byte[] quoted(String json) {
        return json.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        door.close();
    }
}
