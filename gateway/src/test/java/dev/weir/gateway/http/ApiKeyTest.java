package dev.weir.gateway.http;

import static dev.weir.gateway.http.Door.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.access.ApiKey;
import dev.weir.contract.access.ApiKey.Issued;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.InMemoryEventLog;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static final Issued ORDERS = ApiKey.issue("shop", List.of("orders"), List.of(), null, Instant.EPOCH);
    private static final Issued SLOW = ApiKey.issue("slow", List.of("*"), List.of(), 1, Instant.EPOCH);
    private static final Map<String, ApiKey> KEYS =
            Map.of(ORDERS.key().id(), ORDERS.key(), SLOW.key().id(), SLOW.key());

    private final InMemoryEventLog log = new InMemoryEventLog();
    private final KeyRing keys = new KeyRing(KeyRing.Demand.AS_SET);
    private Door door;

    @BeforeEach
    void open() throws Exception {
        keys.update(KEYS, true);
        door = new Door(log, keys);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void keyOpensItsStreamAndNoOther() throws Exception {
        assertThat(post("orders", "Bearer " + ORDERS.text()).statusCode()).isEqualTo(200);

        for (String stream : List.of("people", "nowhere")) {
            HttpResponse<String> answer = post(stream, "Bearer " + ORDERS.text());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("FORBIDDEN").doesNotContain("Did you mean");
        }
        assertThat(send(door.request("/streams/people/1").DELETE(), "Bearer " + ORDERS.text())
                        .statusCode())
                .isEqualTo(403);
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void nobodyIsLetInWithoutAKeyWhereOneIsNeeded() throws Exception {
        for (HttpRequest.Builder request : List.of(
                event("orders"),
                event("nowhere"),
                door.request("/streams/people/1").DELETE(),
                door.request("/streams/orders/schema"),
                door.request("/streams"))) {
            HttpResponse<String> answer = send(request, null);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"weir\"");
            assertThat(answer.body()).contains("UNAUTHORIZED", "Authorization: Bearer KEY");
        }
        assertThat(door.get("/health").statusCode()).isEqualTo(200);
        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer weir_00000000_", "Basic YTpi", "KEY", "Bearer KEYx"})
    void wrongKeyIsRefusedEvenWhereNoneIsNeeded(String authorization) throws Exception {
        keys.update(KEYS, false);

        HttpResponse<String> answer = post("orders", authorization.replace("KEY", ORDERS.text()));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("no key that is in force").doesNotContain(ORDERS.text());
    }

    @Test
    void revokedKeyOpensNothing() throws Exception {
        keys.update(Map.of(), false);

        assertThat(post("orders", "Bearer " + ORDERS.text()).statusCode()).isEqualTo(401);
        assertThat(post("orders", null).statusCode()).isEqualTo(200);
    }

    @Test
    void listShowsTheStreamsThatTheKeyOpens() throws Exception {
        assertThat(send(door.request("/streams"), "bearer " + ORDERS.text()).body())
                .contains("\"orders\"")
                .doesNotContain("\"people\"");
    }

    @Test
    void tooManyEventsAreRefusedUntilTheirTime() throws Exception {
        String three = "[{'id':'a','at':0},{'id':'b','at':0},{'id':'c','at':0}]";
        HttpRequest.Builder batch = door.request("/streams/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(quoted(three)));
        assertThat(send(batch, "Bearer " + SLOW.text()).statusCode()).isEqualTo(200);

        HttpResponse<String> answer = post("orders", "Bearer " + SLOW.text());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("TOO_MANY_EVENTS");
        assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1L, 2L);
        assertThat(log.events()).hasSize(3);
        keys.update(KEYS, false);
        assertThat(post("orders", "Bearer " + SLOW.text()).statusCode())
                .as("what is used up stays so when other keys change")
                .isEqualTo(429);
        assertThat(post("orders", "Bearer " + ORDERS.text()).statusCode())
                .as("another key has its own rate")
                .isEqualTo(200);
    }

    @Test
    void nobodyIsLetInBeforeTheKeysAreKnown() throws Exception {
        try (Door starting = new Door(log, new KeyRing(KeyRing.Demand.AS_SET))) {
            HttpResponse<String> answer = starting.postJson("orders", "{'id':'a','at':0}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("STARTING", "API keys");
        }
    }

    @Test
    void demandOfTheDoorGoesBeforeWhatIsSet() throws Exception {
        KeyRing always = new KeyRing(KeyRing.Demand.ALWAYS);
        always.update(KEYS, false);
        KeyRing never = new KeyRing(KeyRing.Demand.NEVER);
        never.update(KEYS, true);

        assertThat(always.admit(null)).isEmpty();
        assertThat(never.admit(null)).isPresent();
    }

    private HttpResponse<String> post(String stream, @Nullable String authorization) throws Exception {
        return send(event(stream), authorization);
    }

    private HttpRequest.Builder event(String stream) {
        return door.request("/streams/" + stream)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(quoted("{'id':'a','at':0}")));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, @Nullable String authorization) throws Exception {
        return door.send(authorization == null ? request : request.header("Authorization", authorization));
    }
}
