package dev.weir.cli;

import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.feature.Aggregate;
import dev.weir.contract.feature.LogFeature;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.operate.audit.Account;
import dev.weir.operate.leak.FeatureRule;
import dev.weir.operate.leak.FeatureRule.EventPart;
import dev.weir.operate.leak.FeatureRule.LogPart;
import dev.weir.pipeline.FeatureCheck;
import dev.weir.pipeline.job.JobRecord;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.project.AccountConfig;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.FeatureConfig;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pipeline's {@code weir.yaml} says of its features, with the contracts in force. */
final class DeclaredFeatures {

    private final Map<String, PublishedContract> contracts;

    private DeclaredFeatures(Map<String, PublishedContract> contracts) {
        this.contracts = contracts;
    }

    /**
     * Those of the folder that the pipeline was run from, as it is now.
     *
     * @throws ProjectException if they can't be recomputed: mend {@code weir.yaml}
     */
    static List<FeatureRule> of(JobRecord job, Journal journal, String kafka)
            throws ProjectException, KafkaUnavailableException, IOException {
        List<FeatureConfig> declared =
                DeclaredAccounts.project(job, journal).config().features();
        Map<String, PublishedContract> contracts;
        try (ContractLog log = ContractLog.follow(kafka)) {
            contracts = log.current();
        }
        List<Problem> problems = new ArrayList<>();
        FeatureCheck.check(
                declared,
                stream -> Optional.ofNullable(contracts.get(stream)).map(PublishedContract::contract),
                problems);
        if (!problems.isEmpty()) {
            throw new ProjectException(problems);
        }
        DeclaredFeatures features = new DeclaredFeatures(contracts);
        return declared.stream().map(features::rule).toList();
    }

    private StreamContract contract(At<String> name) {
        return contracts.get(name.value()).contract();
    }

    private FeatureRule rule(FeatureConfig feature) {
        FeatureConfig.Events events = feature.events();
        return new FeatureRule(
                contract(feature.rows()),
                feature.start().value(),
                feature.end().value(),
                events == null ? null : part(events),
                feature.logs().stream().map(this::part).toList());
    }

    private EventPart part(FeatureConfig.Events events) {
        Map<String, Aggregate> values = new LinkedHashMap<>();
        events.values()
                .forEach(value -> values.put(
                        value.column(), Aggregate.parse(value.formula().value()).orElseThrow()));
        return new EventPart(contract(events.of()), events.late(), by(events.by()), values);
    }

    private LogPart part(FeatureConfig.Log log) {
        Map<String, LogFeature> values = new LinkedHashMap<>();
        log.values()
                .forEach(value -> values.put(
                        value.column(),
                        LogFeature.parse(value.formula().value()).orElseThrow()));
        At<String> group = log.group();
        At<String> knownAt = log.knownAt();
        return new LogPart(
                contract(log.of()),
                by(log.by()),
                log.time().value(),
                group == null ? null : group.value(),
                log.countedFor(),
                knownAt == null ? null : knownAt.value(),
                values);
    }

    private static List<Account.By> by(List<AccountConfig.By> by) {
        return by.stream()
                .map(each -> new Account.By(each.row().value(), each.event().value()))
                .toList();
    }
}
