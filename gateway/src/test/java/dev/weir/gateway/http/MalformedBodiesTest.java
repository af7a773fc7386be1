package dev.weir.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.gateway.log.InMemoryEventLog;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MalformedBodiesTest {

    @Test
    void thousandMalformedBodiesGetThousandClearRefusalsAndNoneIsStored() throws Exception {
        InMemoryEventLog log = new InMemoryEventLog();
        ObjectMapper json = new ObjectMapper();
        Set<String> codes = new HashSet<>();
        try (Door door = new Door(log)) {
            assertThat(door.post("orders", "application/json", MalformedBodies.GOOD.getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
            for (byte[] body : MalformedBodies.of(1_000)) {
                HttpResponse<String> answer = door.post("orders", "application/json", body);

                String about = new String(body, UTF_8) + " -> " + answer.body();
                assertThat(answer.statusCode()).as(about).isIn(400, 413, 422);
                assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
                JsonNode problem = json.readTree(answer.body());
                codes.add(problem.get("code").asText());
                assertThat(problem.get("expected").asText()).as(about).isNotEmpty();
                assertThat(problem.get("found").asText()).as(about).isNotEmpty();
                assertThat(problem.has("path")).as(about).isTrue();
            }
        }
        assertThat(log.events()).hasSize(1);
        assertThat(codes).contains("MALFORMED", "UNKNOWN_FIELD", "MISSING_FIELD", "WRONG_TYPE", "OUT_OF_RANGE", "RULE");
    }
}
