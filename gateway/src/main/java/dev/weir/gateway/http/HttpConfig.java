package dev.weir.gateway.http;

import java.time.Duration;

/**
 * The bounds of the door over HTTP.
 *
 * @param host to listen on
 * @param port to listen on; 0 for any that is free
 * @param maxBodyBytes of one request
 * @param maxEvents of one request
 * @param inFlightBytes of all requests together that aren't answered yet
 * @param requestTimeout from the request's head to its answer; longer than Kafka's delivery time-out
 */
public record HttpConfig(
        String host, int port, int maxBodyBytes, int maxEvents, long inFlightBytes, Duration requestTimeout) {

    public HttpConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is between 0 and 65535, not " + port);
        }
        if (maxBodyBytes < 1 || maxEvents < 1 || inFlightBytes < maxBodyBytes) {
            throw new IllegalArgumentException(
                    "Bounds must be positive, and the bytes in flight have room for one body at least");
        }
        if (requestTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("The request time-out must be positive");
        }
    }

    /** The bounds that docs/http.md promises. */
    public static HttpConfig listeningOn(String host, int port, Duration requestTimeout) {
        return new HttpConfig(host, port, 1 << 20, 1_000, 32L << 20, requestTimeout);
    }
}
