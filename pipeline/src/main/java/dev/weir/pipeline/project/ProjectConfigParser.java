package dev.weir.pipeline.project;

import dev.weir.contract.Problem;
import dev.weir.streams.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code weir.yaml}. */
final class ProjectConfigParser {

    private static final String NAME = "[a-z][a-z0-9-]{0,62}";

    private static final String FOLDER = "(file:/|s3://[^/\\s]).*";

    private final Path file;
    private final Map<String, String> variables;
    private final List<Problem> problems;

    /**
     * @param variables what {@code ${…}} may name
     * @param problems gets what is wrong
     */
    ProjectConfigParser(Path file, Map<String, String> variables, List<Problem> problems) {
        this.file = file;
        this.variables = variables;
        this.problems = problems;
    }

    /** Empty if it can't be read at all; otherwise defaults stand for what was reported. */
    Optional<ProjectConfig> parse(String text) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            problems.add(new Problem(
                    file,
                    mark.map(Mark::getLine).orElse(0) + 1,
                    mark.map(Mark::getColumn).orElse(0) + 1,
                    "PROJECT-001",
                    "This is not YAML: " + e.getProblem() + "."));
            return Optional.empty();
        }
        if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
            problems.add(new Problem(file, 1, 1, "PROJECT-001", "Expected keys and values, at least 'name: …'."));
            return Optional.empty();
        }
        return Optional.of(read(new YamlSection(file, mapping, variables, problems)));
    }

    private ProjectConfig read(YamlSection section) {
        String name = section.required("name");
        if (name != null && !name.matches(NAME)) {
            section.report("name", "A pipeline's name is small letters, digits and '-', and starts with a letter.");
        }
        Duration commit = section.duration("commit", Duration.ofSeconds(1), Duration.ofMillis(100));
        Latency latency = section.choice("latency", Latency.COMMIT);
        StateStore state = section.choice("state", StateStore.DISK);
        int parallelism = section.integer("parallelism", 1, 1, 4096);
        Map<String, EnvironmentConfig> environments = new LinkedHashMap<>();
        section.section("environments")
                .ifPresent(
                        all -> all.sections().forEach((key, value) -> environments.put(key, readEnvironment(value))));
        environments.putIfAbsent(EnvironmentConfig.LOCAL, EnvironmentConfig.NOTHING_ELSE);
        List<SourceConfig> sources =
                section.section("sources").map(SourceConfigParser::parse).orElse(List.of());
        List<DeliveryConfig> deliveries =
                section.section("deliveries").map(DeliveryConfigParser::parse).orElse(List.of());
        List<AccountConfig> accounts =
                section.section("accounts").map(AccountConfigParser::parse).orElse(List.of());
        List<FeatureConfig> features =
                section.section("features").map(FeatureConfigParser::parse).orElse(List.of());
        List<ModelConfig> models =
                section.section("models").map(ModelConfigParser::parse).orElse(List.of());
        DemoConfig demo = section.section("demo").map(this::readDemo).orElse(null);
        section.refuseOtherKeys();
        return new ProjectConfig(
                name == null ? "" : name,
                commit,
                latency,
                state,
                parallelism,
                environments,
                sources,
                deliveries,
                accounts,
                features,
                models,
                demo);
    }

    private EnvironmentConfig readEnvironment(YamlSection section) {
        EnvironmentConfig environment = new EnvironmentConfig(
                section.text("kafka"),
                section.text("registry"),
                section.text("flink"),
                folder(section, "checkpoints"),
                folder(section, "warehouse"),
                section.section("catalog").map(CatalogConfig::parse).orElse(null));
        section.refuseOtherKeys();
        return environment;
    }

    private static @Nullable String folder(YamlSection section, String key) {
        String uri = section.text(key);
        if (uri != null && !uri.matches(FOLDER)) {
            section.report(
                    key, "'" + key + "' expects the URI of a folder, such as s3://bucket/weir or file:///mnt/weir.");
        }
        return uri;
    }

    private DemoConfig readDemo(YamlSection section) {
        DemoConfig demo = new DemoConfig(
                orEmpty(section.required("generator")),
                orEmpty(section.required("reads")),
                orEmpty(section.required("tail")),
                section.text("time"),
                section.text("by"),
                section.section("sentences").map(YamlSection::texts).orElse(Map.of()),
                section.text("withdrawn"),
                section.section("always").map(YamlSection::texts).orElse(Map.of()),
                section.text("accepted"),
                section.text("refused"));
        section.reportIfAbsent("generator", demo.generator());
        section.refuseOtherKeys();
        return demo;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
