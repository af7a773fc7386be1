package dev.weir.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the client says that it can read (RFC 9110, section 12.5.1). */
final class AcceptHeader {

    private static final Set<String> TAKEN = Set.of("*/*", "application/*", Answer.JSON_TYPE, Problem.MEDIA_TYPE);

    private AcceptHeader() {}

    /** @throws RequestRefusedException (406) if it excludes JSON */
    static void check(HttpServerRequest request) throws RequestRefusedException {
        List<String> headers = request.headers().getAll(HttpHeaders.ACCEPT);
        if (!headers.isEmpty() && headers.stream().noneMatch(AcceptHeader::takesJson)) {
            throw new RequestRefusedException(new Problem(
                    406, "NOT_ACCEPTABLE", "The door answers in JSON", "Accept application/json. Nothing is stored."));
        }
    }

    private static boolean takesJson(String header) {
        return header.isBlank()
                || Arrays.stream(header.toLowerCase(Locale.ROOT).split(","))
                        .map(range -> range.split(";"))
                        .anyMatch(range -> range.length > 0
                                && TAKEN.contains(range[0].strip())
                                && Arrays.stream(range).noneMatch(AcceptHeader::isNever));
    }

    private static boolean isNever(String parameter) {
        return parameter.strip().matches("q=0(\\.0*)?");
    }
}
