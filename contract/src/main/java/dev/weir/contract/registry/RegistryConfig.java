package dev.weir.contract.registry;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema registry is.
 *
 * @param url the root of its Confluent-compatible API, for instance {@code http://localhost:7081/apis/ccompat/v7}
 * @param user for basic authentication; null for none
 * @param password null exactly if {@code user} is
 * @param timeout for connecting, and again for each answer
 */
public record RegistryConfig(
        URI url, @Nullable String user, @Nullable String password, Duration timeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public RegistryConfig {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("The registry's address begins with http:// or https://, but is " + url);
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("The registry's user and password are given together or not at all");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The registry's time-out must be more than 0, but is " + timeout);
        }
    }

    /** Without authentication, with a time-out of 10 s. */
    public static RegistryConfig of(URI url) {
        return new RegistryConfig(url, null, null, DEFAULT_TIMEOUT);
    }

    @Override
    public String toString() {
        return "RegistryConfig[url=" + url + ", user=" + user + ", password=" + (password == null ? "null" : "***")
                + ", timeout=" + timeout + "]";
    }
}
