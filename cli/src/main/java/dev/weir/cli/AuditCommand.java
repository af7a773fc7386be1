package dev.weir.cli;

import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.AuditRequest;
import dev.weir.operate.audit.TableAudit;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.KafkaCommittedLog;
import dev.weir.operate.log.OpenTransaction;
import dev.weir.pipeline.Fork;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.WeirStreamTables;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
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
                    + " RECOUNTABLE. Exits with 1 if something is wrong, with its partition and offset, with 4"
                    + " if --mend found a pipeline that isn't gone.",
            ""
        })
final class AuditCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, as weir status shows it.")
    private String pipeline;

    @Option(names = "--deep", description = "Recompute each event's fate from the log, too, and compare.")
    private boolean deep;

    @Option(
            names = "--leaks",
            description = "Recompute the rows of features from what was known when each was given, too.")
    private boolean leaks;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description =
                    "With --leaks: the rows that weir features export wrote into this file, instead of the table's.")
    private @Nullable Path export;

    @Option(
            names = "--mend",
            description = "First abort the transactions that the pipeline has left open, if it is provably gone.")
    private boolean mend;

    @Option(
            names = "--fork",
            paramLabel = "N",
            description = "Its fork N instead, whose results are in streams named like x_forkN.")
    private @Nullable Integer fork;

    @Override
    public Integer call() throws Exception {
        if (fork != null && fork < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--fork is a number from 1 on, as in x_fork1.");
        }
        if (export != null && !leaks) {
            throw new CommandFailure(ExitCode.USAGE, "--export says what --leaks is to look at: give both.");
        }
        if (fork != null && leaks) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--leaks looks at the pipeline's own rows, not at those of a fork.");
        }
        Journal journal = new Journal(Jobs.journal(weir.home()));
        Optional<JobRecord> job = journal.find(pipeline);
        Target servers = servers(job);
        String name = WeirStreamTables.applicationId(pipeline, servers.environment());
        Map<String, String> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers.kafka());
        Mending mending = Mending.NONE;
        DeclaredAccounts accounts;
        AuditReport report;
        AuditedFeatures features = AuditedFeatures.NONE;
        try (CommittedLog log = KafkaCommittedLog.connect(kafka)) {
            if (mend) {
                mending = Mending.of(pipeline, name, Jobs.pipelines(weir.home()), servers, kafka, log);
                tell(mending);
            }
            Audit audit = new Audit(log, new HttpSchemaRegistry(RegistryConfig.of(servers.registry())));
            accounts = fork == null
                    ? DeclaredAccounts.of(job, journal, servers.kafka())
                    : DeclaredAccounts.none("a fork has only what came after it began");
            String ledger = (fork == null ? Fork.NONE : new Fork(fork)).name(name);
            report = audit.run(new AuditRequest(ledger, deep, outputs(job), accounts.accounts()));
            if (fork == null) {
                report = report.with(AuditedTables.audit(
                        weir,
                        journal,
                        pipeline,
                        servers.environment(),
                        new TableAudit(log, new HttpSchemaRegistry(RegistryConfig.of(servers.registry()))),
                        deep));
            }
            if (leaks) {
                features = AuditedFeatures.audit(weir, journal, job, name, servers, log, export);
            }
        }
        Drops drops = Drops.of(job, Jobs.pipelines(weir.home()));
        AuditText text = new AuditText(report, Instant.now());
        switch (weir.output()) {
            case TABLE -> {
                text.lines().forEach(weir.console()::data);
                features.lines().forEach(weir.console()::data);
                drops.lines().forEach(weir.console()::data);
            }
            case JSON -> weir.console().data(AuditJson.of(report, features.reports(), mending, drops));
        }
        weir.console().progress(text.conclusion());
        if (accounts.why() != null) {
            weir.console().progress("No accounts were judged: " + accounts.why() + ".");
        }
        if (leaks && features.why() != null) {
            weir.console().progress("No features were recomputed: " + features.why() + ".");
        }
        if (drops.unchecked() != null) {
            weir.console().progress("Whether operators dropped late records wasn't checked: " + drops.unchecked());
        }
        if (!report.passed() || !features.passed() || !drops.isNone()) {
            return ExitCode.FAILED;
        }
        return mending.refusal() == null ? ExitCode.FINE : ExitCode.CONFLICT;
    }

    /** Before the audit, which may wait, or know nothing of a pipeline that never committed. */
    private void tell(Mending mending) {
        if (mending.refusal() != null) {
            weir.console().progress("Nothing was aborted. " + mending.refusal());
        } else if (mending.aborted().isEmpty()) {
            weir.console().progress("The pipeline has no transaction open.");
        }
        for (OpenTransaction transaction : mending.aborted()) {
            weir.console()
                    .progress("Aborted transaction " + transaction.transactionalId() + ", which held back readers at "
                            + String.join(", ", transaction.partitions()));
        }
    }

    /** As the pipeline was submitted last. */
    private static Set<String> outputs(Optional<JobRecord> job) {
        return job.map(record -> record.lineage().outputs()).orElse(Set.of());
    }

    /** Those that the pipeline runs on, or ran on when it was stopped; what isn't known here may be in the ledger still. */
    private Target servers(Optional<JobRecord> job) throws IOException {
        if (job.isPresent() && !job.get().environment().equals(EnvironmentConfig.LOCAL)) {
            return Target.of(job.get());
        }
        return Jobs.localTarget(LocalServers.running(weir.home(), ServerName.KAFKA, ServerName.REGISTRY));
    }
}
