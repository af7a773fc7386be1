package dev.weir.gateway.http;

import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /streams/{stream}/schema}. */
final class SchemaHandler {

    private final Admission admission;
    private final StreamDirectory streams;

    SchemaHandler(Admission admission, StreamDirectory streams) {
        this.admission = admission;
        this.streams = streams;
    }

    void get(RoutingContext context) {
        try {
            String name = context.pathParam("stream");
            admission.to(name, context.request());
            ServedStream stream = Streams.find(streams, name);
            AcceptHeader.check(context.request());
            String tag = "\"" + stream.version() + "-" + stream.schemaId() + "\"";
            context.response().putHeader(HttpHeaders.ETAG, tag);
            if (matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
                context.response().setStatusCode(304).end();
                return;
            }
            Answer.json(200, json -> {
                        json.writeStringField("stream", stream.contract().name());
                        json.writeNumberField("version", stream.version());
                        json.writeNumberField("id", stream.schemaId());
                        json.writeStringField(
                                "format",
                                stream.contract().schema().format().name().toLowerCase(Locale.ROOT));
                        json.writeStringField(
                                "schema", stream.contract().schema().text());
                    })
                    .sendTo(context.response());
        } catch (RequestRefusedException e) {
            Answer.of(e.problem()).sendTo(context.response());
        }
    }

    /** Weakly, as RFC 9110, section 13.1.2, has it. */
    private static boolean matches(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(each -> each.equals(tag) || each.equals("*"));
    }
}
