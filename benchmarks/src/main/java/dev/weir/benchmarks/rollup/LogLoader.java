package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.FeaturesFormat;
import dev.weir.benchmarks.telemetry.TelemetryLog;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.pipeline.Pipelines;
import dev.weir.pipeline.project.PipelineProject;
import java.net.URI;
import java.nio.file.Path;

/** Puts the log's contract in force and writes the log, once: other runs with the same settings use it again. */
final class LogLoader {

    private final Servers servers;
    private final SchemaRegistry registry;
    private final Topics topics;

    LogLoader(Servers servers, Topics topics) {
        this.servers = servers;
        this.topics = topics;
        this.registry = new HttpSchemaRegistry(RegistryConfig.of(URI.create(servers.registry())));
    }

    /**
     * Makes the log be there, complete.
     *
     * @param folder gets the project
     * @return whether it had to be written
     */
    boolean load(Path folder, Contestant contestant) throws Exception {
        TelemetrySettings log = contestant.log();
        String topic = contestant.topic();
        if (topics.exists(topic)) {
            if (topics.size(topic) == log.size()) {
                return false;
            }
            topics.delete(topic);
        }
        PipelineProject project = PipelineProject.load(ProjectFolder.contract(folder, contestant));
        new Pipelines(folder.resolve("jobs")).apply(project, servers.target());
        TelemetryLog.write(
                log,
                servers.kafka(),
                topic,
                registry.versions(topic + "-value").get(0).id());
        if (topics.size(topic) != log.size()) {
            throw new IllegalStateException(topic + " has " + topics.size(topic) + " records after it was written, not "
                    + log.size() + ": somebody else writes there.");
        }
        return true;
    }

    /** The id of the schema of results that are written by hand. */
    int outputSchema() throws Exception {
        AvroStreamSchema schema = AvroStreamSchema.parse(Path.of("features.avsc"), FeaturesFormat.SCHEMA);
        return registry.register("benchmarks-features-value", schema, Compatibility.NONE)
                .id();
    }
}
