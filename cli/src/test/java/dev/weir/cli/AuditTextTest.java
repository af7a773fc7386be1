package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.StreamContract;
import dev.weir.operate.audit.Account;
import dev.weir.operate.audit.AccountReport;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.Counts;
import dev.weir.operate.audit.Finding;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.audit.PartitionReport;
import dev.weir.operate.audit.StreamReport;
import dev.weir.operate.log.OpenTransaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditTextTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final Drops NO_DROPS = new Drops(Map.of("sums: window", 0L), null);

    private final Findings findings = new Findings();
    private final List<AccountReport> accounts = new ArrayList<>();

    private AuditReport report(@Nullable String notRecountable, OpenTransaction... transactions) {
        Counts counts = new Counts(12_131, 98, 239, 12, 1, 0, 3, 340);
        Counts none = new Counts(0, 0, 0, 0, 0, 0, 0, 0);
        return new AuditReport(
                "plant",
                true,
                List.of(
                        new StreamReport(
                                "telemetry",
                                List.of(
                                        new PartitionReport(0, 0, 3_122, 0, 9, counts, notRecountable, notRecountable),
                                        new PartitionReport(1, 5, 6, 0, 1, none, null, null)),
                                findings),
                        new StreamReport(
                                "sites",
                                List.of(new PartitionReport(2, 7, 8, 0, 1, none, null, null)),
                                new Findings())),
                accounts,
                List.of(),
                List.of(),
                List.of(transactions));
    }

    @Test
    void ledgerThatAddsUpIsAnEquationAStream() {
        AuditText text = new AuditText(report(null), NOW);

        assertThat(text.lines())
                .containsExactly(
                        "telemetry  read 12,480 = on time 12,131 + late 98 + duplicate 239 + dead 12, and 340"
                                + " heartbeats   partitions 0-1, offsets 0-3,121 …   recounted ✓  deep ✓",
                        "  noticed  3 records are in another partition than their key's: repeats among them can't be"
                                + " told",
                        "  noticed  producers started their sequence again 1 times without saying so",
                        "sites      read 0 = on time 0 + late 0 + duplicate 0 + dead 0   partition 2, offsets 7-7  "
                                + " recounted ✓  deep ✓");
        assertThat(text.conclusion()).isEqualTo("12,480 events, each with one fate.");
    }

    @Test
    void whatIsWrongIsNamedWithItsPosition() throws Exception {
        for (int i = 0; i < 21; i++) {
            findings.add(new Finding(Kind.FATE, "telemetry", 1, 120 + i, 121 + i, "the ledger says late"));
        }
        findings.add(new Finding(Kind.GAP, "telemetry", 1, 5, 9, "no entry"));
        AuditText text = new AuditText(report(null), NOW);

        assertThat(text.lines().get(0)).endsWith("recounted ✗  deep ✗");
        assertThat(text.lines())
                .contains("  WRONG  telemetry-1@120  the ledger says late", "  WRONG  telemetry-1@5..8  no entry")
                .contains("  … and 1 more like these");
        assertThat(text.conclusion()).isEqualTo("22 things are wrong; docs/audit.md says what each means.");
        JsonNode json = new ObjectMapper().readTree(AuditJson.of(report(null), List.of(), Mending.NONE, NO_DROPS));
        assertThat(json.get("passed").asBoolean()).isFalse();
        assertThat(json.at("/streams/0/wrong").asInt()).isEqualTo(22);
        assertThat(json.at("/streams/0/findings")).hasSize(21);
        assertThat(json.at("/streams/0/findings/0").toString())
                .isEqualTo(
                        "{\"kind\":\"FATE\",\"stream\":\"telemetry\",\"partition\":1,\"from\":120,\"to\":121,\"text\":\"the ledger says late\"}");
    }

    @Test
    void whatCouldNotBeProvedIsSaid() {
        AuditText text = new AuditText(report("offsets 0 to 9 are no longer in the log"), NOW);

        assertThat(text.lines().get(0)).endsWith("NOT RECOUNTABLE  NOT RECOMPUTABLE");
        assertThat(text.lines())
                .contains(
                        "  NOT RECOUNTABLE  telemetry-0: offsets 0 to 9 are no longer in the log",
                        "  NOT RECOMPUTABLE  telemetry-0: offsets 0 to 9 are no longer in the log, and a fate depends"
                                + " on all that was before it");
        assertThat(text.conclusion()).isEqualTo("12,480 events, each with one fate, as far as the log still has them.");
    }

    @Test
    void transactionThatIsOpenForLongIsNamed() throws Exception {
        OpenTransaction old = new OpenTransaction(
                "plant-local/features-0-7", 4003, "Ongoing", NOW.minusSeconds(300), List.of("telemetry.dead-0@17"));
        OpenTransaction young = new OpenTransaction("weir-plant-1", 4004, "Ongoing", NOW.minusSeconds(1), List.of());
        AuditText text = new AuditText(report(null, old, young), NOW);

        assertThat(text.lines())
                .last()
                .isEqualTo("  held back  transaction plant-local/features-0-7 of pipeline plant-local, producer"
                        + " 4003, Ongoing for 5 min: readers of committed records wait at telemetry.dead-0@17");
        assertThat(new ObjectMapper()
                        .readTree(AuditJson.of(report(null, old, young), List.of(), Mending.NONE, NO_DROPS))
                        .get("open_transactions"))
                .hasSize(2);
    }

    private static AccountReport account(String name, String found, String open, String least, Findings findings)
            throws Exception {
        StreamContract stream = TestStreams.orders();
        return new AccountReport(
                new Account(
                        name,
                        new Account.Side(stream, null, null),
                        true,
                        new Account.Side(stream, null, "total"),
                        List.of(),
                        null),
                new BigDecimal(found),
                new BigDecimal(open),
                new BigDecimal("12131.50"),
                new BigDecimal("98.00"),
                new BigDecimal(least),
                new BigDecimal("12229.50"),
                null,
                findings);
    }

    @Test
    void accountsAreEquations() throws Exception {
        Findings wrong = new Findings();
        wrong.add(new Finding(Kind.ACCOUNT, "features", 1, 17, 18, "account c: 2, expected 1"));
        accounts.add(account("a", "12109.50", "120", "12229.50", new Findings()));
        accounts.add(account("b", "12220.50", "0", "12200", new Findings()));
        accounts.add(account("c", "12230.50", "0", "12229.50", wrong));
        AuditText text = new AuditText(report(null), NOW);

        String name = TestStreams.orders().name();
        assertThat(text.lines())
                .endsWith(
                        "a          sum of total in %s 12,109.50 + open 120 = on time 12,131.50 + late 98.00   ✓"
                                .formatted(name),
                        "b          sum of total in %s 12,220.50, expected 12,200 to 12,229.50: on time 12,131.50 + late"
                                        .formatted(name)
                                + " 98.00, and what was read meanwhile   ✓",
                        "c          sum of total in %s 12,230.50 ≠ on time 12,131.50 + late 98.00   ✗".formatted(name),
                        "  WRONG  features-1@17  account c: 2, expected 1");
        assertThat(report(null).passed()).isFalse();
        assertThat(new ObjectMapper()
                        .readTree(AuditJson.of(report(null), List.of(), Mending.NONE, NO_DROPS))
                        .at("/accounts/2/findings/0/stream")
                        .asText())
                .isEqualTo("features");
    }

    @Test
    void droppedRecordsAreNamedWithTheirOperator() throws Exception {
        Drops drops = new Drops(Map.of("sums: window", 3L, "others: window", 0L), null);

        assertThat(drops.lines())
                .containsExactly("  DROPPED  sums: window has dropped 3 late records since the job started");
        JsonNode json = new ObjectMapper().readTree(AuditJson.of(report(null), List.of(), Mending.NONE, drops));
        assertThat(json.get("passed").asBoolean()).isFalse();
        assertThat(json.get("dropped").toString()).isEqualTo("{\"sums: window\":3}");
        assertThat(NO_DROPS.isNone()).isTrue();
    }
}
