package dev.weir.gateway.http;

import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.access.Pass;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who comes, by {@code Authorization: Bearer KEY} (RFC 6750). */
final class Admission {

    private static final String SCHEME = "bearer ";

    private final KeyRing keys;

    Admission(KeyRing keys) {
        this.keys = keys;
    }

    /** @throws RequestRefusedException (401) for a key that isn't in force, or none where one is needed */
    Pass of(HttpServerRequest request) throws RequestRefusedException {
        if (!keys.known()) {
            throw new RequestRefusedException(Problem.starting("It is reading the API keys"));
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        Optional<Pass> pass = keys.admit(key(authorization));
        if (pass.isEmpty()) {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"weir\"");
            throw new RequestRefusedException(new Problem(
                    401,
                    "UNAUTHORIZED",
                    "An API key is needed",
                    (authorization == null
                                    ? "This door takes events only with a key: send it as Authorization: Bearer KEY."
                                    : "The Authorization header has no key that is in force here.")
                            + " Nothing is stored."));
        }
        return pass.get();
    }

    /** @throws RequestRefusedException (401) likewise, or (403) if the key doesn't open the stream, there or not */
    Pass to(String stream, HttpServerRequest request) throws RequestRefusedException {
        Pass pass = of(request);
        if (!pass.opens(stream)) {
            throw new RequestRefusedException(new Problem(
                    403,
                    "FORBIDDEN",
                    "The API key doesn't open this stream",
                    "Ask for a key with this stream. Nothing is stored."));
        }
        return pass;
    }

    /** @throws RequestRefusedException (429) if its key has sent too much just before */
    static void checkRate(Pass pass, HttpServerResponse response) throws RequestRefusedException {
        long millis = pass.delay(System.nanoTime()).toMillis();
        if (millis > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString((millis + 999) / 1000));
            throw new RequestRefusedException(new Problem(
                    429,
                    "TOO_MANY_EVENTS",
                    "The API key's rate is used up",
                    "Not stored. Send it again after the time in Retry-After."));
        }
    }

    /** Null without the header; what isn't a bearer's is no key. */
    private static @Nullable String key(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
    }
}
