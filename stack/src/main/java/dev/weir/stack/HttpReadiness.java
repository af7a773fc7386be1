package dev.weir.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Ready when an address answers 200 with a body that contains a text.
 *
 * @param text empty for any body
 */
record HttpReadiness(URI address, String text) implements Readiness {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    @Override
    public Optional<String> missing() {
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                return Optional.of(address + " answers " + answer.statusCode() + ".");
            }
            return answer.body().contains(text)
                    ? Optional.empty()
                    : Optional.of(address + " does not show " + text + ".");
        } catch (IOException e) {
            return Optional.of(address + " does not answer (" + e.getClass().getSimpleName() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Interrupted while asking " + address + ".");
        }
    }
}
