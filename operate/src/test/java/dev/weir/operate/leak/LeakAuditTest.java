package dev.weir.operate.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.feature.Aggregate;
import dev.weir.contract.feature.LogFeature;
import dev.weir.contract.file.ContractSource;
import dev.weir.operate.TestingStream;
import dev.weir.operate.audit.Account.By;
import dev.weir.operate.audit.TestingPipeline;
import dev.weir.operate.leak.FeatureRule.EventPart;
import dev.weir.operate.leak.FeatureRule.LogPart;
import dev.weir.operate.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leaks of each kind are planted in rows of features, and must be found where they are. */
class LeakAuditTest {

    private static final Instant START = TestingStream.START;
    private static final String FEATURES = """
            {"type": "record", "name": "Features", "fields": [
              {"name": "producer", "type": "string"},
              {"name": "starts", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "ends", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "n", "type": ["null", "long"], "default": null},
              {"name": "top", "type": ["null", "int"], "default": null},
              {"name": "mean", "type": ["null", "double"], "default": null},
              {"name": "kind", "type": ["null", "string"], "default": null},
              {"name": "minutes", "type": ["null", "double"], "default": null},
              {"name": "services", "type": ["null", "long"], "default": null},
              {"name": "services_known", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null}]}
            """;
    private static final String SERVICES = """
            {"type": "record", "name": "Service", "fields": [
              {"name": "producer", "type": "string"},
              {"name": "entry", "type": "long"},
              {"name": "done", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null},
              {"name": "kind", "type": ["null", "string"], "default": null}]}
            """;

    private final TestingPipeline pipeline = new TestingPipeline();
    private final TestingStream stream = new TestingStream(pipeline.registry, TestingStream.BY_SEQUENCE);
    private final StreamContract features = contract("features", "mode: upsert\nkey: [producer, starts]\n", FEATURES);
    private final StreamContract services = contract("services", "mode: cdc\nkey: [producer, entry]\n", SERVICES);
    private final List<FeatureRows.Row> rows = new ArrayList<>();

    /**
     * Of producer a in its first minute: 1 and 5 in time, 3 late and known at 90 s; in its second 9. It was serviced two minutes
     * before, which was known at once, and in second 30, which was entered at 200 s.
     */
    @BeforeEach
    void read() throws Exception {
        pipeline.begin(stream);
        pipeline.log
                .records("readings", 0)
                .addAll(stream.log(
                        "a 0 @10 value=1", "a 1 @20 value=5", "a 3 @61 value=9", "a 2 @40 value=3 append=90"));
        pipeline.commit(stream, 4);
        pipeline.entries.forEach(pipeline::append);
        service(1, -120, "small", -110);
        service(2, 30, "great", 200);
        service(3, 60, "odd", 65);
    }

    private static StreamContract contract(String name, String options, String schema) {
        try {
            return ContractSource.parse(
                            Path.of(name + ".yaml"),
                            "stream: " + name + "\nschema: " + name + ".avsc\npartitions: 1\n" + options,
                            SchemaFormat.AVRO,
                            schema)
                    .contract();
        } catch (dev.weir.contract.ContractException e) {
            throw new IllegalArgumentException("The contract of the test is wrong: " + e.getMessage(), e);
        }
    }

    private void service(int entry, int done, @Nullable String kind, int known) throws Exception {
        int id = pipeline.registry
                .register(services.subject(), services.schema(), Compatibility.NONE)
                .id();
        byte[] json = "{\"producer\": \"a\", \"entry\": %d, \"done\": \"%s\", \"kind\": \"%s\"}"
                .formatted(entry, START.plusSeconds(done), kind)
                .getBytes(StandardCharsets.UTF_8);
        EncodedEvent row = new JsonEventEncoder(services, id).encode(json, 0, json.length);
        List<LogRecord> log = pipeline.log.records("services", 0);
        log.add(new LogRecord(
                log.isEmpty() ? 0 : log.get(log.size() - 1).offset() + 1,
                START.plusSeconds(known).toEpochMilli(),
                row.key(),
                kind == null ? null : row.value()));
    }

    /** A row of the first minute that says only what events and log had come to by then. */
    private Map<String, @Nullable Object> row(int known, long n, int top, double mean) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("producer", "a");
        columns.put("starts", START.toString());
        columns.put("ends", START.plusSeconds(60).toString());
        columns.put("n", n);
        columns.put("top", top);
        columns.put("mean", mean);
        columns.put("kind", "small");
        columns.put("minutes", 3.0);
        columns.put("services", 1);
        columns.put("services_known", START.minusSeconds(110).toString());
        rows.add(new FeatureRows.Row(0, rows.size(), START.plusSeconds(known).toEpochMilli(), columns));
        return columns;
    }

    private static Map<String, @Nullable Object> serviced(
            Map<String, @Nullable Object> row, String kind, double minutes, long count) {
        row.put("kind", kind);
        row.put("minutes", minutes);
        row.put("services", count);
        return row;
    }

    private LeakReport audit() throws Exception {
        EventPart events = new EventPart(
                stream.contract(),
                true,
                List.of(new By("producer", "producer")),
                Map.of(
                        "n", Aggregate.parse("count(*)").orElseThrow(),
                        "top", Aggregate.parse("max(value)").orElseThrow(),
                        "mean", Aggregate.parse("avg(value)").orElseThrow()));
        LogPart log = new LogPart(
                services,
                List.of(new By("producer", "producer")),
                "done",
                null,
                Duration.ofMinutes(10),
                "services_known",
                Map.of(
                        "kind", LogFeature.parse("newest.kind").orElseThrow(),
                        "minutes", LogFeature.parse("minutes(newest.done)").orElseThrow(),
                        "services", LogFeature.parse("counts").orElseThrow()));
        FeatureRule rule = new FeatureRule(features, "starts", "ends", events, List.of(log));
        return new LeakAudit(pipeline.log, pipeline.registry).run("plant", rule, new FeatureRows() {
            @Override
            public String place() {
                return "memory";
            }

            @Override
            public void forEach(Visitor visitor) {
                rows.forEach(visitor::row);
            }
        });
    }

    private String finding() throws Exception {
        LeakReport report = audit();
        assertThat(report.findings().listed()).hasSize(1);
        return report.findings().listed().get(0).kind() + " "
                + report.findings().listed().get(0).text();
    }

    @Test
    void rowsThatUseOnlyWhatWasKnownPass() throws Exception {
        row(62, 2, 5, 3);
        row(91, 3, 5, 3);
        serviced(row(201, 3, 5, 3), "great", 0.5, 2)
                .put("services_known", START.plusSeconds(200).toString());
        LeakReport report = audit();
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.recomputed()).hasSize(6);
        assertThat(report.notRecomputable()).isEmpty();
    }

    @Test
    void rowsThatLagBehindWhatWasKnownAreNoLeaks() throws Exception {
        row(300, 2, 5, 3);
        assertThat(audit().findings().listed()).isEmpty();
    }

    @Test
    void readingThatWasKnownLaterIsALeak() throws Exception {
        row(62, 3, 5, 3);
        assertThat(finding())
                .isEqualTo("LEAK a, window 2026-01-01T00:00:00Z to 2026-01-01T00:01:00Z, known at"
                        + " 2026-01-01T00:01:02Z: it uses readings-0@3, an event of 2026-01-01T00:00:40Z that was known"
                        + " at 2026-01-01T00:01:30Z");
    }

    @Test
    void readingFromBehindTheWindowIsALeak() throws Exception {
        row(62, 3, 9, 5);
        assertThat(finding()).startsWith("LEAK").contains("it uses readings-0@2, an event of 2026-01-01T00:01:01Z");
    }

    @Test
    void laterReadingInOneColumnAloneIsALeak() throws Exception {
        row(62, 2, 9, 3);
        assertThat(finding()).startsWith("LEAK").contains("it uses readings-0@2");
    }

    @Test
    void valueThatNothingGivesIsUnexplained() throws Exception {
        row(62, 2, 7, 3);
        assertThat(finding())
                .startsWith("UNEXPLAINED")
                .contains("top is 7, all events of the window that were known by then come to 5");
    }

    @Test
    void entryThatWasKnownLaterIsALeak() throws Exception {
        serviced(row(199, 3, 5, 3), "great", 0.5, 2);
        assertThat(finding())
                .startsWith("LEAK")
                .endsWith("it uses services-0@1, an entry of 2026-01-01T00:00:30Z that was known at"
                        + " 2026-01-01T00:03:20Z");
    }

    @Test
    void entryOfTheWindowsEndIsALeak() throws Exception {
        serviced(row(91, 3, 5, 3), "odd", 0, 2);
        assertThat(finding())
                .startsWith("LEAK")
                .contains("it uses services-0@2, an entry of 2026-01-01T00:01:00Z")
                .endsWith("though that isn't before the window's end");
    }

    @Test
    void rowThatSaysItselfThatItUsesALaterEntryIsALeak() throws Exception {
        row(91, 3, 5, 3).put("services_known", START.plusSeconds(92).toString());
        assertThat(finding()).startsWith("LEAK").endsWith("services_known is 2026-01-01T00:01:32Z");
    }

    @Test
    void entryThatNobodyMadeIsUnexplained() throws Exception {
        serviced(row(91, 3, 5, 3), "new", 3, 1);
        assertThat(finding())
                .startsWith("UNEXPLAINED")
                .endsWith("kind is new, what services said then of the window's end gives small");
    }

    @Test
    void entryThatWasWithdrawnCountsUntilThen() throws Exception {
        service(1, -120, null, 250);
        row(249, 3, 5, 3);
        row(260, 3, 5, 3).put("services_known", null);
        serviced(rows.get(1).columns(), "great", 0.5, 1);
        assertThat(audit().findings().listed()).isEmpty();
    }

    @Test
    void rowThatIsDatedBackIsALeak() throws Exception {
        row(91, 3, 5, 3);
        pipeline.log
                .records("features", 0)
                .add(new LogRecord(0, START.plusSeconds(95).toEpochMilli(), null, null));
        assertThat(finding()).startsWith("LEAK").endsWith("the broker took its record at 2026-01-01T00:01:35Z");
    }

    @Test
    void whereKafkaCompactedTheLogAwayNothingIsSaidOfIt() throws Exception {
        List<LogRecord> log = pipeline.log.records("services", 0);
        service(4, 300, "late", 300);
        log.remove(0);
        log.remove(0);
        row(91, 3, 5, 3);
        LeakReport report = audit();
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.notRecomputable())
                .containsExactly(
                        "1 rows differ in what they say of services, of which Kafka has compacted changes away");
    }

    @Test
    void whereTheLogOfEventsIsGoneNothingIsSaidOfThem() throws Exception {
        pipeline.log.startAt("readings", 2);
        row(62, 100, 5, 3);
        LeakReport report = audit();
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.notRecomputable()).hasSize(1);
        assertThat(report.recomputed()).containsExactlyInAnyOrder("kind", "minutes", "services");
    }
}
