package dev.weir.cli;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.leak.FeatureRows;
import dev.weir.operate.leak.FeatureRule;
import dev.weir.operate.leak.LeakAudit;
import dev.weir.operate.leak.LeakReport;
import dev.weir.operate.leak.StreamRows;
import dev.weir.operate.log.CommittedLog;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.SubmittedDelivery;
import dev.weir.pipeline.TableFile;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of features that a pipeline gives, beside what was known when it gave them.
 *
 * @param why none were looked at; null if some were
 */
record AuditedFeatures(List<LeakReport> reports, @Nullable String why) {

    static final AuditedFeatures NONE = new AuditedFeatures(List.of(), null);

    AuditedFeatures {
        reports = List.copyOf(reports);
    }

    /**
     * Audits them: where the lake has them, the rows of its table, else those that the stream has.
     *
     * @param name of the pipeline with its environment
     * @param export a file whose rows are looked at instead; null if there is none
     */
    static AuditedFeatures audit(
            WeirCommand weir,
            Journal journal,
            Optional<JobRecord> job,
            String name,
            Target servers,
            CommittedLog log,
            @Nullable Path export)
            throws IOException, ServerUnavailableException, KafkaUnavailableException, RegistryUnavailableException,
                    ProjectException, ConflictException {
        if (job.isEmpty()) {
            return new AuditedFeatures(List.of(), "this Weir doesn't know the pipeline's folder");
        }
        List<FeatureRule> rules = DeclaredFeatures.of(job.get(), journal, servers.kafka());
        if (rules.isEmpty()) {
            return new AuditedFeatures(List.of(), "its weir.yaml says of no features what they follow from");
        }
        LakeLoader loader = new LakeLoader(weir.home(), weir.console());
        SchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(servers.registry()));
        LeakAudit audit = new LeakAudit(log, registry);
        if (export != null) {
            return new AuditedFeatures(
                    List.of(audit.run(name, ruleOf(export, rules, loader), rows(export, loader))), null);
        }
        String pipeline = job.get().pipeline();
        List<LeakReport> reports = new ArrayList<>();
        List<FeatureRule> inStreams = new ArrayList<>(rules);
        if (SubmittedDelivery.of(journal, pipeline, servers.environment()).stream()
                .anyMatch(delivery -> delivery.config().kind() instanceof DeliveryConfig.Iceberg)) {
            LocalServers.running(weir.home(), ServerName.POSTGRESQL);
            try (LakeTables lake = loader.tables()) {
                for (LakeTables.Contents table : lake.all()) {
                    for (FeatureRule rule : rules) {
                        if (table.stream().equals(rule.rows().name())
                                && table.reader().startsWith(pipeline + ".")
                                && table.reader().endsWith("-" + servers.environment())) {
                            reports.add(audit.run(
                                    name,
                                    rule,
                                    new DeliveredRows("the lake's " + table.name(), () -> lake.rows(table.name()))));
                            inStreams.remove(rule);
                        }
                    }
                }
            }
        }
        for (FeatureRule rule : inStreams) {
            reports.add(audit.run(name, rule, new StreamRows(log, registry, rule.rows())));
        }
        return new AuditedFeatures(reports, null);
    }

    private static FeatureRows rows(Path export, LakeLoader loader) {
        return new DeliveredRows(export.toString(), () -> loader.parquet(export));
    }

    /** That of the stream whose columns the file has. */
    private static FeatureRule ruleOf(Path export, List<FeatureRule> rules, LakeLoader loader) throws IOException {
        if (!Files.isRegularFile(export)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + export + ".");
        }
        try (TableFile file = loader.parquet(export)) {
            List<String> columns = file.columns();
            for (FeatureRule rule : rules) {
                if (rule.rows().schema().fields().fields().stream().allMatch(field -> columns.contains(field.name()))) {
                    return rule;
                }
            }
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                export + " has the columns of no stream that weir.yaml has under 'features'. Those are: "
                        + String.join(
                                ", ",
                                rules.stream().map(rule -> rule.rows().name()).toList())
                        + ".");
    }

    boolean passed() {
        return reports.stream().allMatch(LeakReport::passed);
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (LeakReport report : reports) {
            lines.add(report.stream() + "  " + Amounts.count(report.rows()) + " rows of " + report.place()
                    + (report.passed() ? " use only what was known when they were given   ✓" : "   ✗")
                    + "  " + report.recomputed().size() + " columns recomputed");
            report.notRecomputable().forEach(what -> lines.add("  NOT RECOMPUTABLE  " + what));
            lines.addAll(AuditText.wrong(report.findings()));
        }
        return lines;
    }
}
