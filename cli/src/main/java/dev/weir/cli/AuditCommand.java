package dev.weir.cli;

import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir audit}: proves from outside that a pipeline's ledger adds up. */
@Command(
        name = "audit",
        description = {
            "Prove that every event that a pipeline read has one fate and is counted once: the ledger against the log.",
            "",
            "What is committed is judged, as far back as the log reaches; what it no longer has is named as NOT"
                    + " RECOUNTABLE. Exits with 1 if something is wrong, with its partition and offset.",
            ""
        })
final class AuditCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, as weir status shows it.")
    private String pipeline;

    @Option(names = "--deep", description = "Recompute each event's fate from the log, too, and compare.")
    private boolean deep;

    @Override
    public Integer call() throws Exception {
        Target servers = servers();
        AuditReport report;
        try (CommittedLog log =
                KafkaCommittedLog.connect(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers.kafka()))) {
            Audit audit = new Audit(log, new HttpSchemaRegistry(RegistryConfig.of(servers.registry())));
            report = audit.run(WeirStreamTables.applicationId(pipeline, servers.environment()), deep);
        }
        AuditText text = new AuditText(report, Instant.now());
        switch (weir.output()) {
            case TABLE -> text.lines().forEach(weir.console()::data);
            case JSON -> weir.console().data(AuditJson.of(report));
        }
        weir.console().progress(text.conclusion());
        return report.passed() ? ExitCode.FINE : ExitCode.FAILED;
    }

    /** Those that the pipeline runs on, or ran on when it was stopped; what isn't known here may be in the ledger still. */
    private Target servers() throws IOException {
        Optional<JobRecord> job = new Journal(Jobs.journal(weir.home())).find(pipeline);
        if (job.isPresent() && !job.get().environment().equals(EnvironmentConfig.LOCAL)) {
            return Target.of(job.get());
        }
        return Jobs.localTarget(LocalServers.running(weir.home(), ServerName.KAFKA, ServerName.REGISTRY));
    }
}
