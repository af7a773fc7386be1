package dev.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.contract.Compatibility;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.LogRecord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final String PAYMENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "customer", "type": "string"}, {"name": "payment_id", "type": "string"},
              {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "paid_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""";

    private static final String READING = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "sensor", "type": "string"}, {"name": "seq", "type": "long"},
              {"name": "at", "type": "long"}, {"name": "value", "type": ["null", "double"]}]}""";

    private static final String CUSTOMER = """
            {"type": "record", "name": "Customer", "fields": [
              {"name": "customer", "type": "string"}, {"name": "region", "type": "string"}]}""";

    private static final String LIMIT = """
            {"type": "record", "name": "Limit", "fields": [
              {"name": "limit_id", "type": "int"}, {"name": "most", "type": "double"}]}""";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void madeUpEventsAreOnTimeInEveryPass() throws Exception {
        List<Lane> lanes = new Lanes(Map.of(), Map.of(), 500).generated(List.of(payments(), readings()), 42);

        assertThat(lanes).hasSize(2);
        for (Lane lane : lanes) {
            assertThat(fates(lane, 3))
                    .isEqualTo(Map.of(Fate.ON_TIME, 3L * lane.events().size()));
        }
    }

    @Test
    void streamsOfEventsShareTheLoadAndStateGetsAHundredth() throws Exception {
        List<Lane> lanes = new Lanes(Map.of(), Map.of(), 500)
                .generated(List.of(payments(), readings(), customers(), limits()), 42);

        assertThat(lanes)
                .extracting(Lane::share)
                .allSatisfy(share -> assertThat(share).isPositive());
        assertThat(lanes.stream().mapToDouble(Lane::share).sum()).isCloseTo(1, within(1e-9));
        assertThat(lanes.get(0).share()).isEqualTo(lanes.get(1).share());
        assertThat(lanes.get(2).share() / lanes.get(0).share()).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void stateThatEventsAreJoinedWithHasTheirKeysAndATableOfItsOwnIsSmall() throws Exception {
        List<Lane> lanes = new Lanes(Map.of(), Map.of("customers", 7), 500)
                .generated(List.of(payments(), customers(), limits()), 42);
        List<Lane> usual = new Lanes(Map.of(), Map.of(), 500).generated(List.of(payments(), customers(), limits()), 42);

        assertThat(lanes.get(1).events().size()).isEqualTo(7);
        assertThat(usual.get(1).events().size()).isEqualTo(500);
        assertThat(usual.get(2).events().size()).isEqualTo(10);
    }

    @Test
    void chosenSharesStandInProportionToTheOthers() throws Exception {
        List<Lane> lanes =
                new Lanes(Map.of("payments", 3.0), Map.of(), 100).generated(List.of(payments(), readings()), 42);

        assertThat(lanes.get(0).share()).isCloseTo(0.75, within(1e-9));
    }

    /** By the rules of docs/fates.md, as records of all passes are judged that are sent 1 ms after each other. */
    private Map<Fate, Long> fates(Lane lane, int passes) throws Exception {
        Map<Integer, PartitionOracle> partitions = new HashMap<>();
        Map<Fate, Long> fates = new HashMap<>();
        long offset = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (int event = 0; event < lane.events().size(); event++) {
                long now = 1_800_000_000_000L + offset;
                EncodedEvent sent = lane.events().event(event, pass, now);
                int partition = Utils.toPositive(Utils.murmur2(sent.key()))
                        % lane.contract().partitions();
                PartitionOracle oracle = partitions.computeIfAbsent(partition, number -> {
                    PartitionOracle judge = new PartitionOracle(registry, number);
                    judge.begin(lane.contract());
                    return judge;
                });
                Verdict verdict = oracle.judge(new LogRecord(offset++, now, sent.key(), sent.value()));
                assertThat(verdict.misplaced() || verdict.reset() || verdict.gaveUp())
                        .isFalse();
                fates.merge(verdict.fate(), 1L, Long::sum);
            }
        }
        return fates;
    }

    private PublishedContract payments() throws Exception {
        return published("""
                stream: payments
                schema: s.avsc
                key: customer
                time: { field: paid_at, disorder: 30s }
                identity: { id: [customer, payment_id], within: 1h }
                rules: [ "amount > 0.0" ]
                """, PAYMENT);
    }

    private PublishedContract readings() throws Exception {
        return published("""
                stream: readings
                schema: s.avsc
                key: sensor
                time: { field: at, disorder: 1s }
                identity: { producer: sensor, sequence: seq }
                rules: [ "value == null || (value >= -80.0 && value <= 60.0)" ]
                """, READING);
    }

    private PublishedContract customers() throws Exception {
        return published("{ stream: customers, schema: s.avsc, mode: upsert, key: customer }", CUSTOMER);
    }

    private PublishedContract limits() throws Exception {
        return published("{ stream: limits, schema: s.avsc, mode: cdc, key: limit_id }", LIMIT);
    }

    private PublishedContract published(String yaml, String schema) throws Exception {
        StreamContract contract = ContractSource.parse(Path.of("stream.yaml"), yaml, SchemaFormat.AVRO, schema)
                .contract();
        int id = registry.register(contract.subject(), contract.schema(), Compatibility.NONE)
                .id();
        return new PublishedContract(contract, 1, id);
    }
}
