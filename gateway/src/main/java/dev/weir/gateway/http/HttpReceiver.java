package dev.weir.gateway.http;

import dev.weir.contract.Mode;
import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.access.Pass;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server on one event loop; several share a port. */
public final class HttpReceiver extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(HttpReceiver.class);
    private static final int IDLE_SECONDS = 75;
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private final HttpConfig config;
    private final Admission admission;
    private final StreamDirectory streams;
    private final EventLog log;
    private final PublishHandler publish;
    private final SchemaHandler schema;
    private final GatewayMetrics metrics;
    private @Nullable HttpServer server;

    HttpReceiver(
            HttpConfig config,
            KeyRing keys,
            StreamDirectory streams,
            EventLog log,
            ByteBudget budget,
            GatewayMetrics metrics) {
        this.config = config;
        this.admission = new Admission(keys);
        this.streams = streams;
        this.log = log;
        this.metrics = metrics;
        this.schema = new SchemaHandler(admission, streams);
        this.publish = new PublishHandler(config, admission, streams, log, budget, metrics);
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                // HTTP/1.1 only: while it closes, an HTTP/2 client would give up requests that are still answered.
                .setHttp2ClearTextEnabled(false));
        return server.requestHandler(router()).listen();
    }

    /** Stops accepting, answers what is on its way, and closes the connections. */
    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN);
    }

    int port() {
        return server == null ? -1 : server.actualPort();
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.get("/health").handler(this::health);
        router.get("/metrics").handler(this::metrics);
        router.get("/streams").handler(this::list);
        router.get("/streams/:stream/schema").handler(schema::get);
        router.post("/streams/:stream").handler(publish::post);
        router.delete("/streams/:stream/:key").handler(publish::delete);
        router.errorHandler(
                400, context -> send(context, "BAD_REQUEST", "The request can't be read", "Check its URL."));
        router.errorHandler(404, context -> send(context, "NOT_FOUND", "There is nothing here", "See docs/http.md."));
        router.errorHandler(405, HttpReceiver::methodNotAllowed);
        router.errorHandler(500, HttpReceiver::failed);
        return router;
    }

    private void health(RoutingContext context) {
        boolean kafka = log.reachable();
        boolean complete = streams.complete();
        Answer.json(kafka && complete ? 200 : 503, json -> {
                    json.writeStringField("status", kafka && complete ? "up" : "down");
                    json.writeStringField("kafka", kafka ? "reachable" : "unreachable");
                    json.writeStringField("contracts", complete ? "known" : "being read");
                    json.writeNumberField("streams", streams.all().size());
                })
                .sendTo(context.response());
    }

    /** Not on the event loop: with many streams the text is long. */
    private void metrics(RoutingContext context) {
        context.vertx()
                .executeBlocking(metrics::text, false)
                .onSuccess(text -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, GatewayMetrics.MEDIA_TYPE)
                        .end(Buffer.buffer(text)))
                .onFailure(context::fail);
    }

    private void list(RoutingContext context) {
        try {
            list(context, admission.of(context.request()));
        } catch (RequestRefusedException e) {
            Answer.of(e.problem()).sendTo(context.response());
        }
    }

    private void list(RoutingContext context, Pass pass) {
        Answer.json(200, json -> {
                    json.writeArrayFieldStart("streams");
                    for (ServedStream stream : streams.all().values()) {
                        if (!pass.opens(stream.contract().name())) {
                            continue;
                        }
                        json.writeStartObject();
                        json.writeStringField("name", stream.contract().name());
                        json.writeNumberField("version", stream.version());
                        json.writeStringField(
                                "schema", name(stream.contract().schema().format()));
                        json.writeStringField("mode", name(stream.contract().mode()));
                        json.writeBooleanField("writable", stream.contract().mode() != Mode.CDC);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                })
                .sendTo(context.response());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void methodNotAllowed(RoutingContext context) {
        String path = context.normalizedPath();
        String allowed = path.equals("/health") || path.equals("/metrics") || path.equals("/streams")
                ? "GET"
                : path.indexOf('/', "/streams/".length()) < 0
                        ? "POST"
                        : path.endsWith("/schema") ? "GET, DELETE" : "DELETE";
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        send(context, "METHOD_NOT_ALLOWED", "Another method is needed", "Use " + allowed + " here.");
    }

    private static void failed(RoutingContext context) {
        LOG.error("A request failed", context.failure());
        send(context, "INTERNAL", "The door failed", "This is our fault; what was sent may be stored or not.");
    }

    private static void send(RoutingContext context, String code, String title, String detail) {
        Answer.of(new Problem(context.statusCode(), code, title, detail)).sendTo(context.response());
    }
}
