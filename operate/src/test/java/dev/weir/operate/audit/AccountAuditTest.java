package dev.weir.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Compatibility;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.file.ContractSource;
import dev.weir.operate.TestingStream;
import dev.weir.operate.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Errors are planted in what a pipeline wrote, and must be found where they are. */
class AccountAuditTest {

    private static final String SCHEMA = """
            {"type": "record", "name": "Total", "fields": [
              {"name": "producer", "type": "string"},
              {"name": "seq", "type": ["null", "long"], "default": null},
              {"name": "starts", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "minutes", "type": "int", "default": 1},
              {"name": "n", "type": ["null", "long"], "default": null}]}
            """;

    private final TestingPipeline pipeline = new TestingPipeline();
    private final TestingStream stream = new TestingStream(pipeline.registry, TestingStream.BY_SEQUENCE);
    private final List<Account> accounts = new ArrayList<>();

    /** Of producer a: 0 and 1 on time, 2 late, 3 a repeat, 4 dead; of b: 5 on time, 6 on time in the next minute. */
    @BeforeEach
    void read() throws Exception {
        pipeline.begin(stream);
        pipeline.log
                .records("readings", 0)
                .addAll(stream.log(
                        "a 0 @10", "a 1 @20 value=5", "a 2 @5", "a 1 @20", "a 9 @21 value=-1", "b 0 @30", "b 1 @61"));
        pipeline.commit(stream, 7);
    }

    private StreamContract contract(String name, String options) throws Exception {
        return ContractSource.parse(
                        Path.of(name + ".yaml"),
                        "stream: " + name + "\nschema: total.avsc\npartitions: 1\n" + options,
                        SchemaFormat.AVRO,
                        SCHEMA)
                .contract();
    }

    private StreamContract totals() throws Exception {
        return contract("totals", "mode: upsert\nkey: [producer, starts]\n");
    }

    private StreamContract copies() throws Exception {
        return contract("copies", "key: producer\n");
    }

    private EncodedEvent row(StreamContract contract, String producer, String starts, int minutes, Object last)
            throws Exception {
        int id = pipeline.registry
                .register(contract.subject(), contract.schema(), Compatibility.NONE)
                .id();
        byte[] json =
                "{\"producer\": \"%s\", \"seq\": %s, \"starts\": \"2026-01-01T00:%sZ\", \"minutes\": %d, \"n\": %s}"
                        .formatted(producer, last, starts, minutes, last)
                        .getBytes(StandardCharsets.UTF_8);
        return new JsonEventEncoder(contract, id).encode(json, 0, json.length);
    }

    private void total(String producer, String starts, int minutes, @Nullable Integer n) throws Exception {
        EncodedEvent row = row(totals(), producer, starts, minutes, n == null ? 0 : n);
        pipeline.log.append("totals", 0, row.key(), n == null ? null : row.value());
    }

    private void copy(String producer, int sequence) throws Exception {
        EncodedEvent row = row(copies(), producer, "00:00", 1, sequence);
        pipeline.log.append("copies", 0, row.key(), row.value());
    }

    private static Account.By same(String column) {
        return new Account.By(column, column);
    }

    /** Readings a minute, late ones too. */
    private Account minutes(boolean early) throws Exception {
        return new Account(
                "minutes",
                new Account.Side(stream.contract(), null, null),
                true,
                new Account.Side(totals(), "minutes == 1", "n"),
                List.of(same("producer")),
                new Account.Window("starts", Duration.ofMinutes(1), early));
    }

    /** Each event on time as a row. */
    private Account each() throws Exception {
        return new Account(
                "each",
                new Account.Side(stream.contract(), null, null),
                false,
                new Account.Side(copies(), null, null),
                List.of(same("producer"), same("seq")),
                null);
    }

    private void writeAll() throws Exception {
        total("a", "00:00", 1, 1);
        total("b", "00:00", 1, 1);
        total("a", "00:00", 1, 3);
        total("a", "01:00", 60, 4);
        total("b", "01:00", 1, 1);
        for (String copy : List.of("a 0", "a 1", "b 0", "b 1")) {
            copy(copy.substring(0, 1), Integer.parseInt(copy.substring(2)));
        }
        accounts.addAll(List.of(minutes(false), each()));
    }

    private AuditReport audit() throws Exception {
        return pipeline.audit(new AuditRequest("plant", false, Set.of(), accounts));
    }

    private List<String> findings() throws Exception {
        List<String> texts = new ArrayList<>();
        for (AccountReport report : audit().accounts()) {
            report.findings()
                    .listed()
                    .forEach(finding -> texts.add(finding.kind() + " " + finding.position() + " " + finding.text()));
        }
        return texts;
    }

    private AbstractStringAssert<?> numbers(AccountReport report) {
        return assertThat("%s + %s = %s + %s, %s to %s"
                .formatted(
                        report.found(), report.open(), report.onTime(), report.late(), report.least(), report.most()));
    }

    @Test
    void outputsThatAreRightAddUp() throws Exception {
        writeAll();

        AuditReport report = audit();

        assertThat(findings()).isEmpty();
        assertThat(report.passed()).isTrue();
        numbers(report.accounts().get(0)).isEqualTo("5 + 0 = 4 + 1, 5 to 5");
        numbers(report.accounts().get(1)).isEqualTo("4 + 0 = 4 + 0, 4 to 4");
    }

    @Test
    void columnsOfBothSidesAreAddedUpAndCounted() throws Exception {
        total("a", "00:00", 1, 6);
        total("b", "00:00", 1, 2);
        accounts.add(new Account(
                "values",
                new Account.Side(stream.contract(), null, "value"),
                false,
                new Account.Side(totals(), null, "n"),
                List.of(),
                null));
        accounts.add(new Account(
                "large",
                new Account.Side(stream.contract(), "value > 3", null),
                true,
                new Account.Side(totals(), "n > 3", null),
                List.of(same("producer")),
                null));

        assertThat(findings()).isEmpty();
        numbers(audit().accounts().get(0)).isEqualTo("8 + 0 = 8 + 0, 8 to 8");
        numbers(audit().accounts().get(1)).isEqualTo("1 + 0 = 1 + 0, 1 to 1");
    }

    @Test
    void eventThatIsNotInTheOutputIsFound() throws Exception {
        writeAll();
        pipeline.log.records("copies", 0).remove(1);

        assertThat(findings())
                .containsExactly("ACCOUNT readings-0@1 account each, producer=a, seq=1: no row, expected 1 (on time 1);"
                        + " event at readings-0@1");
    }

    @Test
    void eventThatIsInTheOutputTwiceIsFound() throws Exception {
        writeAll();
        copy("b", 0);

        assertThat(findings())
                .containsExactly(
                        "ACCOUNT copies-0@2 account each, producer=b, seq=0: 2, expected 1 (on time 1); rows at"
                                + " copies-0@2, copies-0@4; event at readings-0@5");
    }

    @Test
    void rowOfNoEventIsFound() throws Exception {
        writeAll();
        copy("c", 0);
        total("c", "00:00", 1, 1);

        assertThat(findings())
                .containsExactly(
                        "ACCOUNT totals-0@5 account minutes, producer=c, starts=2026-01-01T00:00:00Z: 1, expected"
                                + " nothing; row at totals-0@5",
                        "ACCOUNT copies-0@4 account each, producer=c, seq=0: 1, expected nothing; row at copies-0@4");
    }

    @Test
    void sumThatIsWrongIsFoundInItsGroup() throws Exception {
        writeAll();
        total("a", "00:00", 1, 2);

        AuditReport report = audit();

        assertThat(report.passed()).isFalse();
        assertThat(report.wrong()).isOne();
        assertThat(findings())
                .containsExactly(
                        "ACCOUNT totals-0@5 account minutes, producer=a, starts=2026-01-01T00:00:00Z: 2, expected"
                                + " 3 (on time 2 + late 1); row at totals-0@5; events at readings-0@0, readings-0@1,"
                                + " readings-0@2");
    }

    @Test
    void eventsOfOneGroupInAnotherAreFound() throws Exception {
        writeAll();
        total("a", "00:00", 1, 2);
        total("b", "00:00", 1, 2);

        assertThat(findings()).hasSize(2);
        numbers(audit().accounts().get(0)).isEqualTo("5 + 0 = 4 + 1, 5 to 5");
    }

    @Test
    void deletedKeyHasNoRow() throws Exception {
        writeAll();
        total("a", "00:00", 1, null);
        accounts.set(0, minutes(true));

        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("ACCOUNT readings-0@0 account minutes, producer=a, starts=2026-01-01T00:00:00Z: no row");
    }

    @Test
    void windowThatHasNotClosedIsOpen() throws Exception {
        // The newest event is at 61 s, the disorder 10 s: time has come to 51 s.
        accounts.add(minutes(false));
        total("a", "00:00", 1, 3);
        total("b", "00:00", 1, 1);

        assertThat(findings()).isEmpty();
        numbers(audit().accounts().get(0)).isEqualTo("4 + 1 = 4 + 1, 4 to 4");

        pipeline.log.records("readings", 0).add(stream.record(7, "b 2 @131"));
        pipeline.commit(stream, 8);

        assertThat(findings())
                .containsExactly(
                        "ACCOUNT readings-0@6 account minutes, producer=b, starts=2026-01-01T00:01:00Z: no row,"
                                + " expected 1 (on time 1); event at readings-0@6");
    }

    @Test
    void windowIsCorrectedWhenTimeHasPassedTheLateEventByASecond() throws Exception {
        accounts.add(minutes(false));
        total("a", "00:00", 1, 3);
        total("b", "00:00", 1, 1);
        // Of the first minute, late, while time stands still at 61 s.
        pipeline.log.records("readings", 0).add(stream.record(7, "b 2 @40"));
        pipeline.commit(stream, 8);

        assertThat(findings()).isEmpty();
        numbers(audit().accounts().get(0)).isEqualTo("4 + 1 = 4 + 1, 4 to 5");

        pipeline.log.records("readings", 0).add(stream.record(8, "b 3 @62"));
        pipeline.commit(stream, 9);

        assertThat(findings())
                .containsExactly("ACCOUNT totals-0@1 account minutes, producer=b, starts=2026-01-01T00:00:00Z: 1,"
                        + " expected 2 (on time 1 + late 1); row at totals-0@1; events at readings-0@5, readings-0@7");
    }

    @Test
    void whatIsReadWhileRowsAreCountedMayBeInThemOrNot() throws Exception {
        writeAll();
        pipeline.log.beforeReading("copies", () -> {
            pipeline.log
                    .records("readings", 0)
                    .addAll(List.of(stream.record(7, "b 2 @62"), stream.record(8, "b 3 @63")));
            pipeline.commit(stream, 9);
            pipeline.append(pipeline.entries.get(1));
            copy("b", 2);
        });

        AuditReport report = audit();

        assertThat(report.accounts().get(1).findings().listed()).isEmpty();
        numbers(report.accounts().get(1)).isEqualTo("5 + 0 = 4 + 0, 4 to 6");
        numbers(audit().accounts().get(1)).as("no longer").isEqualTo("5 + 0 = 6 + 0, 6 to 6");
    }

    @Test
    void heartbeatsAreNoEventsAndNoRows() throws Exception {
        writeAll();
        pipeline.log
                .records("readings", 0)
                .add(new LogRecord(7, 0, null, null, TestingStream.START.toEpochMilli() + 61_000));
        pipeline.commit(stream, 8);
        pipeline.log.records("copies", 0).add(new LogRecord(4, 0, null, null, 0L));

        assertThat(findings()).isEmpty();
    }

    @Test
    void rowThatCanNotBeReadIsFound() throws Exception {
        writeAll();
        pipeline.log.append("copies", 0, new byte[] {'a'}, new byte[] {9});
        pipeline.log.append("copies", 0, new byte[] {'a'}, null);

        assertThat(findings())
                .hasSize(2)
                .allMatch(finding -> finding.startsWith("UNREADABLE copies-0@") && finding.contains("can't be read"));
    }

    @Test
    void whatIsGoneIsNotRecountable() throws Exception {
        writeAll();
        pipeline.log.startAt("copies", 1);
        pipeline.log.delete("totals");

        assertThat(audit().accounts())
                .extracting(AccountReport::notRecountable)
                .containsExactly("topic totals is gone", "rows of copies-0 before offset 1 are no longer in the log");
        assertThat(audit().passed()).isTrue();
    }

    @Test
    void eventsThatAreGoneAreNotRecountable() throws Exception {
        writeAll();
        pipeline.log.startAt("readings", 2);

        assertThat(audit().accounts())
                .extracting(AccountReport::notRecountable)
                .containsOnly("readings-0: offsets 0 to 1 are no longer in the log");
    }
}
