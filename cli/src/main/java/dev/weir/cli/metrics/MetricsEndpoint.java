package dev.weir.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.pipeline.observe.PipelineObserver;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /metrics}, which looks at the pipelines when it is asked, and {@code GET /health}. */
public final class MetricsEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);

    /** Whoever asks again so soon gets the same answer. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** So many that who asks for health doesn't wait for those who wait for Kafka. */
    private static final int THREADS = 8;

    private final PipelineObserver observer;
    private final PipelineMetrics metrics = new PipelineMetrics();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "weir-metrics");
        thread.setDaemon(true);
        return thread;
    });

    private byte[] newest = new byte[0];
    private long looked = System.nanoTime() - FRESH.toNanos();

    /**
     * Opens it.
     *
     * @throws IOException if it can't listen there
     */
    public MetricsEndpoint(PipelineObserver observer, InetSocketAddress address) throws IOException {
        this.observer = observer;
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/metrics", this::metrics);
        server.createContext("/health", exchange -> answer(exchange, 200, "text/plain", "up\n"));
        server.createContext("/", exchange -> answer(exchange, 404, "text/plain", "See /metrics.\n"));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void metrics(HttpExchange exchange) throws IOException {
        byte[] text;
        try {
            text = text();
        } catch (IOException | RuntimeException e) { // Whatever it is: asked again, it may be over.
            LOG.error("The pipelines can't be looked at", e);
            answer(exchange, 503, "text/plain", "The pipelines can't be looked at: " + e.getMessage() + "\n");
            return;
        }
        answer(exchange, 200, PrometheusTextFormatWriter.CONTENT_TYPE, text);
    }

    private synchronized byte[] text() throws IOException {
        if (System.nanoTime() - looked >= FRESH.toNanos()) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            writer.write(text, metrics.of(observer.observe(Map.of())));
            newest = text.toByteArray();
            looked = System.nanoTime();
        }
        return newest;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        answer(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public synchronized void close() {
        server.stop(0);
        threads.shutdownNow();
        observer.close();
    }
}
