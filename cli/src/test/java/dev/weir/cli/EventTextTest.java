package dev.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Compatibility;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventTextTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private StreamContract orders;
    private int schemaId;

    @BeforeEach
    void register() throws Exception {
        orders = TestStreams.orders();
        schemaId = registry.register(orders.subject(), orders.schema(), Compatibility.NONE)
                .id();
    }

    @Test
    void eventIsShownWithItsPosition() throws Exception {
        ConsumerRecord<byte[], byte[]> event = event("{\"id\":\"a\",\"at\":0,\"amount\":5}", schemaId);

        assertThat(all().json(event))
                .hasValue("{\"partition\":2,\"offset\":17,\"append_time\":\"1970-01-01T00:00:01.500Z\",\"key\":\"a\","
                        + "\"value\":{\"id\":\"a\",\"at\":\"1970-01-01T00:00:00Z\",\"amount\":5,\"note\":null}}");
        assertThat(all().line(event))
                .hasValue("2@17  1970-01-01T00:00:01.500Z  "
                        + "{\"id\":\"a\",\"at\":\"1970-01-01T00:00:00Z\",\"amount\":5,\"note\":null}");
    }

    @Test
    void tombstoneIsShown() throws Exception {
        ConsumerRecord<byte[], byte[]> tombstone = record("a", null);

        assertThat(all().json(tombstone).orElseThrow()).contains("\"key\":\"a\",\"value\":null");
        assertThat(all().line(tombstone).orElseThrow()).endsWith("a withdrawn");
    }

    @Test
    void unknownSchemaAndForeignBytesAreShownAsUnreadable() throws Exception {
        assertThat(all().json(event("{\"id\":\"a\",\"at\":0}", 99)).orElseThrow())
                .contains("\"value\":null,\"unreadable\":\"WRONG_SCHEMA", "schema id 99");
        assertThat(all().line(record("a", "hello".getBytes(UTF_8))).orElseThrow())
                .contains("unreadable: MALFORMED");
    }

    @Test
    void conditionChoosesEvents() throws Exception {
        EventText text = new EventText(registry, TailCommand.condition(orders, "amount != null && amount > 10"));

        assertThat(text.line(event("{\"id\":\"a\",\"at\":0,\"amount\":11}", schemaId)))
                .isPresent();
        assertThat(text.line(event("{\"id\":\"a\",\"at\":0,\"amount\":10}", schemaId)))
                .isEmpty();
        assertThat(text.json(event("{\"id\":\"a\",\"at\":0}", schemaId))).isEmpty();
        assertThat(text.json(record("a", null))).isEqualTo(Optional.empty());
    }

    @Test
    void conditionOverAnUnknownColumnIsWrongUsage() {
        assertThatThrownBy(() -> TailCommand.condition(orders, "amont > 10"))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("did you mean 'amount'");
    }

    private EventText all() {
        return new EventText(registry);
    }

    private ConsumerRecord<byte[], byte[]> event(String json, int id) throws Exception {
        byte[] bytes = json.getBytes(UTF_8);
        EncodedEvent event = new JsonEventEncoder(orders, id).encode(bytes, 0, bytes.length);
        return record("a", event.value());
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "orders",
                2,
                17,
                1_500,
                TimestampType.LOG_APPEND_TIME,
                key.length(),
                value == null ? 0 : value.length,
                key.getBytes(UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
