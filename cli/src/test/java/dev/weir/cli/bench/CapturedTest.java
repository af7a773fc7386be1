package dev.weir.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.Heartbeat;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapturedTest {

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private StreamContract contract;
    private JsonEventEncoder encoder;

    @BeforeEach
    void publish() throws Exception {
        String schema = """
                {"type": "record", "name": "R", "fields": [{"name": "sensor", "type": "string"}, {"name": "at", "type": "long"}]}""";
        contract = ContractSource.parse(
                        Path.of("readings.yaml"),
                        "{ stream: readings, schema: s.avsc, key: sensor, time: { field: at }, partitions: 2 }",
                        SchemaFormat.AVRO,
                        schema)
                .contract();
        encoder = new JsonEventEncoder(
                contract,
                registry.register(contract.subject(), contract.schema(), Compatibility.NONE)
                        .id());
    }

    @Test
    void newestEventsComeInTheOrderInWhichTheBrokerTookThem() throws Exception {
        event(0, 1_000, "old");
        event(0, 1_000, "older");
        event(0, 3_000, "c");
        event(0, 5_000, "e");
        event(1, 1_000, "old");
        event(1, 2_000, "b");

        Captured captured = capture(3);

        assertThat(captured.events())
                .extracting(event -> event.columns().get("sensor"))
                .containsExactly("b", "c", "e");
        assertThat(captured.leftOut()).isZero();
        assertThat(captured.perSecond()).isEqualTo(1);
    }

    @Test
    void whatIsNoEventIsLeftOutAndCounted() throws Exception {
        event(0, 1_000, "a");
        record(0, 2_000, "a".getBytes(UTF_8), "nonsense".getBytes(UTF_8), new RecordHeaders());
        record(0, 3_000, "a".getBytes(UTF_8), null, new RecordHeaders());
        ProducerRecord<byte[], byte[]> heartbeat = Heartbeat.record("readings", 0, 4_000);
        record(0, 4_000, null, null, new RecordHeaders(heartbeat.headers()));

        Captured captured = capture(100);

        assertThat(captured.events()).hasSize(1);
        assertThat(captured.leftOut()).isEqualTo(2);
    }

    @Test
    void streamThatIsNotThereIsNotCaptured() throws Exception {
        assertThat(Captured.of(consumer, registry, contract, 10)).isEmpty();
    }

    private void event(int partition, long appended, String sensor) throws Exception {
        byte[] json =
                "{\"sensor\": \"%s\", \"at\": %d}".formatted(sensor, appended).getBytes(UTF_8);
        record(
                partition,
                appended,
                sensor.getBytes(UTF_8),
                encoder.encode(json, 0, json.length).value(),
                new RecordHeaders());
    }

    private void record(int partition, long appended, byte[] key, byte[] value, RecordHeaders headers) {
        long offset = records.stream()
                .filter(record -> record.partition() == partition)
                .count();
        records.add(new ConsumerRecord<>(
                "readings",
                partition,
                offset,
                appended,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                headers,
                java.util.Optional.empty()));
    }

    private Captured capture(int newest) throws Exception {
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        List<PartitionInfo> partitions = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            int number = partition;
            begins.put(new TopicPartition("readings", partition), 0L);
            ends.put(
                    new TopicPartition("readings", partition),
                    records.stream()
                            .filter(record -> record.partition() == number)
                            .count());
            partitions.add(new PartitionInfo("readings", partition, null, null, null));
        }
        consumer.updatePartitions("readings", partitions);
        consumer.updateBeginningOffsets(begins);
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> records.stream()
                .filter(record ->
                        record.offset() >= consumer.position(new TopicPartition("readings", record.partition())))
                .forEach(consumer::addRecord));
        return Captured.of(consumer, registry, contract, newest).orElseThrow();
    }
}
