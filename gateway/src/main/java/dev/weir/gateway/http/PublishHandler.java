package dev.weir.gateway.http;

import dev.weir.contract.Mode;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.Pass;
import dev.weir.gateway.http.ParsedEvent.Accepted;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.metrics.RequestMeter;
import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /streams/{stream}} and {@code DELETE /streams/{stream}/{key}}. */
final class PublishHandler {

    private final HttpConfig config;
    private final Admission admission;
    private final StreamDirectory streams;
    private final EventLog log;
    private final ByteBudget budget;
    private final GatewayMetrics metrics;

    PublishHandler(
            HttpConfig config,
            Admission admission,
            StreamDirectory streams,
            EventLog log,
            ByteBudget budget,
            GatewayMetrics metrics) {
        this.config = config;
        this.admission = admission;
        this.streams = streams;
        this.log = log;
        this.budget = budget;
        this.metrics = metrics;
    }

    void post(RoutingContext context) {
        HttpServerRequest request = context.request();
        RequestMeter meter = metrics.begin();
        try {
            String name = context.pathParam("stream");
            Pass pass = admission.to(name, request);
            ServedStream stream = writable(name);
            Admission.checkRate(pass, request.response());
            AcceptHeader.check(request);
            BodyFormat format = BodyFormat.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
            checkHeaders(request);
            Map<String, String> cloudEvent = cloudEvent(request, format);
            if (request.headers().contains(HttpHeaders.EXPECT)) {
                request.response().writeContinue();
            }
            exchange(context, pass, meter, stream).receive(stream, format, cloudEvent);
        } catch (RequestRefusedException e) {
            refuse(request, meter, e.problem());
        } catch (RecordRejectedException e) {
            refuse(request, meter, Problem.of(e));
        }
    }

    void delete(RoutingContext context) {
        HttpServerRequest request = context.request();
        RequestMeter meter = metrics.begin();
        try {
            String name = context.pathParam("stream");
            Pass pass = admission.to(name, request);
            ServedStream stream = writable(name);
            Admission.checkRate(pass, request.response());
            AcceptHeader.check(request);
            if (stream.contract().mode() != Mode.UPSERT) {
                throw new RequestRefusedException(new Problem(
                        422,
                        "TOMBSTONE",
                        "The stream's mode has no deletions",
                        "In a stream of mode append every record is an event of its own. Nothing is stored."));
            }
            byte[] key = context.pathParam("key").getBytes(StandardCharsets.UTF_8);
            exchange(context, pass, meter, stream).publish(stream, List.of(new Accepted(stream.tombstone(key))), false);
        } catch (RequestRefusedException e) {
            refuse(request, meter, e.problem());
        } catch (RecordRejectedException e) {
            refuse(request, meter, Problem.of(e));
        }
    }

    private Exchange exchange(RoutingContext context, Pass pass, RequestMeter meter, ServedStream stream) {
        return new Exchange(
                context,
                pass,
                config,
                budget,
                log,
                meter,
                metrics.of(stream.contract().name()));
    }

    private static void refuse(HttpServerRequest request, RequestMeter meter, Problem problem) {
        meter.end(problem.status());
        Answer.of(problem).sendTo(request.response());
    }

    private ServedStream writable(String name) throws RequestRefusedException {
        ServedStream stream = Streams.find(streams, name);
        if (stream.contract().mode() == Mode.CDC) {
            throw new RequestRefusedException(new Problem(
                    409,
                    "READ_ONLY",
                    "The stream is written by change capture",
                    "Change the database table that it follows. Nothing is stored."));
        }
        return stream;
    }

    /** The record headers of a CloudEvent in binary mode; null if the request is none, or one in structured mode. */
    private static @Nullable Map<String, String> cloudEvent(HttpServerRequest request, BodyFormat format)
            throws RecordRejectedException {
        if (format == BodyFormat.CLOUD_EVENT
                || format == BodyFormat.CLOUD_EVENTS
                || !CloudEventAttributes.areIn(request.headers())) {
            return null;
        }
        return CloudEventAttributes.recordHeaders(CloudEventAttributes.of(request.headers()));
    }

    private void checkHeaders(HttpServerRequest request) throws RequestRefusedException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new RequestRefusedException(new Problem(
                    415,
                    "UNSUPPORTED_TYPE",
                    "The door doesn't take such a body here",
                    "Send the body without a Content-Encoding."));
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || Long.parseLong(length) > config.maxBodyBytes())) {
            throw new RequestRefusedException(BodyReader.tooLarge(config.maxBodyBytes()));
        }
    }
}
