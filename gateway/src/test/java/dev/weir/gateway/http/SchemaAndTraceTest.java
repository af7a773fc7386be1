package dev.weir.gateway.http;

import static dev.weir.gateway.http.Door.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.gateway.log.InMemoryEventLog;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaAndTraceTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final InMemoryEventLog log = new InMemoryEventLog();
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(log);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void schemaIsThereWithItsIdAndATag() throws Exception {
        HttpResponse<String> answer = door.get("/streams/orders/schema");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = new ObjectMapper().readTree(answer.body());
        assertThat(json.get("stream").asText()).isEqualTo("orders");
        assertThat(json.get("format").asText()).isEqualTo("avro");
        assertThat(json.get("version").asInt()).isEqualTo(1);
        assertThat(json.get("id").asInt()).isEqualTo(7);
        assertThat(json.get("schema").asText()).contains("\"name\":\"Order\"");
        String tag = answer.headers().firstValue("etag").orElseThrow();
        assertThat(door.send(door.request("/streams/orders/schema").header("If-None-Match", "W/" + tag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void schemaOfAnUnknownStreamNamesTheNearest() throws Exception {
        HttpResponse<String> answer = door.get("/streams/ordes/schema");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("UNKNOWN_STREAM", "Did you mean 'orders'?");
    }

    @Test
    void anotherMethodOnTheSchemaIsNotAllowed() throws Exception {
        HttpResponse<String> answer =
                door.send(door.request("/streams/orders/schema").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, DELETE");
    }

    @Test
    void traceIsCarriedIntoTheRecordsHeaders() throws Exception {
        door.send(event().header("traceparent", PARENT)
                .header("tracestate", "a=1")
                .header("tracestate", "b=2"));

        assertThat(log.events())
                .singleElement()
                .satisfies(appended -> assertThat(appended.headers())
                        .isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=1,b=2")));
    }

    @Test
    void tooLongTraceStateIsLeftOutAlone() throws Exception {
        door.send(event().header("traceparent", PARENT).header("tracestate", "a=" + "x".repeat(511)));

        assertThat(log.events().get(0).headers()).isEqualTo(Map.of("traceparent", PARENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
            })
    void invalidTraceIsLeftOutAndTheEventIsStored(String parent) throws Exception {
        HttpResponse<String> answer =
                door.send(event().header("traceparent", parent).header("tracestate", "a=1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(log.events())
                .singleElement()
                .satisfies(appended -> assertThat(appended.headers()).isEmpty());
    }

    private HttpRequest.Builder event() {
        return door.request("/streams/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(quoted("{'id':'a','at':0}")));
    }
}
