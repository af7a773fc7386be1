package dev.weir.pipeline.project;

import dev.weir.streams.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings in {@code weir.yaml}.
 *
 * @param name the pipeline's name: job name, transaction prefix and journal entry
 * @param commit how often what was done is committed: the checkpoint interval; at least 100 ms
 * @param latency what results wait for
 * @param state where the state of its SQL is
 * @param parallelism at least 1
 * @param environments by name; {@code local} is always there
 * @param sources what Kafka Connect brings into streams, in the order of the file
 * @param deliveries to stores beyond Kafka, in the order of the file
 * @param accounts what the audit counts, in the order of the file
 * @param features what the audit recomputes, in the order of the file
 * @param models that its SQL scores by, in the order of the file
 * @param demo null if the project declares none
 */
public record ProjectConfig(
        String name,
        Duration commit,
        Latency latency,
        StateStore state,
        int parallelism,
        Map<String, EnvironmentConfig> environments,
        List<SourceConfig> sources,
        List<DeliveryConfig> deliveries,
        List<AccountConfig> accounts,
        List<FeatureConfig> features,
        List<ModelConfig> models,
        @Nullable DemoConfig demo) {

    public ProjectConfig {
        environments = Map.copyOf(environments);
        sources = List.copyOf(sources);
        deliveries = List.copyOf(deliveries);
        accounts = List.copyOf(accounts);
        features = List.copyOf(features);
        models = List.copyOf(models);
    }
}
