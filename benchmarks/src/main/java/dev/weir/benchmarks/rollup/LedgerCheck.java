package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.Oracle;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.AuditRequest;
import dev.weir.operate.audit.Counts;
import dev.weir.operate.audit.StreamReport;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;

/** Audits a run's ledger as {@code weir audit --deep} does, and compares its counts with what the generator knows. */
final class LedgerCheck {

    private final Servers servers;

    LedgerCheck(Servers servers) {
        this.servers = servers;
    }

    /**
     * What is wrong.
     *
     * @param identity whether the contract has one
     * @return empty if the ledger closes
     */
    List<String> problems(String pipeline, String output, Oracle oracle, boolean identity) throws Exception {
        AuditReport report;
        try (CommittedLog log =
                KafkaCommittedLog.connect(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers.kafka()))) {
            HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(URI.create(servers.registry())));
            report = new Audit(log, registry).run(new AuditRequest(pipeline, true, Set.of(output), List.of()));
        }
        List<String> problems = new ArrayList<>();
        if (!report.passed()) {
            problems.add("the audit found " + report.wrong() + " things wrong, first "
                    + report.streams().get(0).findings().listed().stream().findFirst());
        }
        for (StreamReport stream : report.streams()) {
            stream.partitions().stream()
                    .filter(partition -> partition.notRecountable() != null || partition.notRecomputable() != null)
                    .forEach(partition -> problems.add("partition " + partition.partition() + " couldn't be audited: "
                            + partition.notRecountable() + ", " + partition.notRecomputable()));
        }
        Counts counts = report.streams().get(0).counts();
        expect("read", oracle.settings().size(), counts.read(), problems);
        expect("late", identity ? oracle.late() : oracle.behind(), counts.late(), problems);
        expect("duplicate", identity ? oracle.repeats() : 0, counts.duplicate(), problems);
        return problems;
    }

    private static void expect(String what, long expected, long found, List<String> problems) {
        if (expected != found) {
            problems.add("the ledger has " + found + " " + what + ", the log " + expected);
        }
    }
}
