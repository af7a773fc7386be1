package dev.weir.simulate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A door that is told how to fail, request by request, and is fine when nothing is left of that. */
final class FaultyDoor implements AutoCloseable {

    /** What it does with a request. */
    enum Answer {
        BUSY,
        STORED_WITHOUT_ANSWER,
        EVERY_SECOND_STORED,
        FIRST_REFUSED,
        UNKNOWN_STREAM
    }

    static {
        // Else each answer's second packet waits 40 ms for the client's acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Answer> faults;
    private final List<String> stored = new ArrayList<>();

    FaultyDoor(Answer... faults) throws IOException {
        this.faults = new ArrayList<>(List.of(faults));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI stream() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/streams/telemetry");
    }

    /** In the order in which they were. */
    synchronized List<String> stored() {
        return List.copyOf(stored);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        List<String> lines = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (faults.isEmpty()) {
            stored.addAll(lines);
            answer(exchange, 200, "{\"stored\":" + lines.size() + "}");
            return;
        }
        switch (faults.remove(0)) {
            case BUSY -> answer(exchange, 503, "{\"code\":\"BUSY\"}");
            case STORED_WITHOUT_ANSWER -> {
                stored.addAll(lines);
                exchange.close();
            }
            case EVERY_SECOND_STORED -> {
                StringBuilder events = new StringBuilder("{\"events\":[");
                for (int i = 0; i < lines.size(); i++) {
                    if (i % 2 == 1) {
                        stored.add(lines.get(i));
                    }
                    events.append(i == 0 ? "" : ",").append(i % 2 == 1 ? "{\"status\":200}" : "{\"status\":503}");
                }
                answer(exchange, 207, events.append("]}").toString());
            }
            case FIRST_REFUSED -> {
                stored.addAll(lines.subList(1, lines.size()));
                answer(
                        exchange,
                        207,
                        "{\"events\":[{\"status\":422}" + ",{\"status\":200}".repeat(lines.size() - 1) + "]}");
            }
            case UNKNOWN_STREAM -> answer(exchange, 404, "{\"code\":\"UNKNOWN_STREAM\",\"detail\":\"Which?\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
