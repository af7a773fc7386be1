package dev.weir.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How failures are told apart; what a real registry does is in {@link HttpSchemaRegistryIT}. */
class HttpSchemaRegistryTest {

    private static final String SCHEMA =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[]}\"}";

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private URI url;
    private volatile int status = 200;
    private volatile String body = SCHEMA;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void schemasAreAskedForOnce() throws RegistryUnavailableException {
        HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(url));

        assertThat(registry.find(7)).isPresent();
        assertThat(registry.find(7)).isPresent();

        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void unknownIdIsAskedForAgain() throws RegistryUnavailableException {
        HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(url));
        status = 404;
        body = "{\"error_code\":40403,\"message\":\"none\"}";

        assertThat(registry.find(7)).isEmpty();

        status = 200;
        body = SCHEMA;
        assertThat(registry.find(7)).isPresent();
    }

    @Test
    void schemaThatNoStreamCanHaveIsEmpty() throws RegistryUnavailableException {
        body = "{\"schema\":\"\\\"string\\\"\"}";

        assertThat(new HttpSchemaRegistry(RegistryConfig.of(url)).find(7)).isEmpty();
    }

    @Test
    void serverErrorAndForeignNotFoundAreNoAnswer() {
        HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(url));

        status = 500;
        assertThatThrownBy(() -> registry.find(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("answered 500");
        status = 404;
        body = "<html>nothing here</html>";
        assertThatThrownBy(() -> registry.find(7)).isInstanceOf(RegistryUnavailableException.class);
        status = 200;
        assertThatThrownBy(() -> registry.find(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("isn't JSON");
    }

    @Test
    void serverThatIsGoneIsUnavailable() {
        server.stop(0);

        assertThatThrownBy(() -> new HttpSchemaRegistry(RegistryConfig.of(url)).find(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("can't be reached");
    }

    @Test
    void credentialsAreSentAndNeverPrinted() throws RegistryUnavailableException {
        RegistryConfig config = new RegistryConfig(url, "ana", "secret", Duration.ofSeconds(5));

        new HttpSchemaRegistry(config).find(7);

        assertThat(authorizations).containsExactly("Basic YW5hOnNlY3JldA==");
        assertThat(config.toString()).doesNotContain("secret").contains("***");
    }
}
