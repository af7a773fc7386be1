package dev.weir.pipeline.project;

import dev.weir.functions.score.ModelSpec.Input;
import dev.weir.functions.score.ModelSpec.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code models:} of {@code weir.yaml}. */
final class ModelConfigParser {

    private static final String NAME = "[a-z][a-z0-9_]{0,62}";
    private static final String COLUMN = "[A-Za-z_][A-Za-z0-9_]{0,62}";
    private static final Pattern PLACE = Pattern.compile("(.+?)(?:\\[(\\d{1,6})])?");
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofMillis(2);
    private static final int BATCH = 64;
    private static final int LARGEST_BATCH = 4096;

    /** What a score's row has beside scores. */
    private static final Set<String> RESERVED = Set.of("model_version", "unscored");

    private ModelConfigParser() {}

    static List<ModelConfig> parse(YamlSection models) {
        List<ModelConfig> all = new ArrayList<>();
        models.sections().forEach((name, section) -> {
            ModelConfig model = model(models.at(name, name), section);
            if (name.matches(NAME)) {
                all.add(model);
            } else {
                models.report(
                        name,
                        "A model's name is that of a function: small letters, digits and '_', and it starts with a letter.");
            }
        });
        return all;
    }

    private static ModelConfig model(At<String> name, YamlSection section) {
        String folder = section.required("folder");
        List<Input> inputs = new ArrayList<>();
        for (List<At<String>> pair : pairs(section, "inputs", Set.of())) {
            inputs.add(new Input(pair.get(0).value(), pair.get(1).value()));
        }
        List<Output> scores = new ArrayList<>();
        for (List<At<String>> pair : pairs(section, "scores", RESERVED)) {
            Matcher place = PLACE.matcher(pair.get(1).value());
            if (place.matches()) {
                int column = place.group(2) == null ? 0 : Integer.parseInt(place.group(2));
                scores.add(new Output(pair.get(0).value(), place.group(1), column));
            }
        }
        Duration timeout = section.duration("timeout", TIMEOUT, Duration.ofMillis(1));
        Duration linger = section.duration("linger", LINGER, Duration.ZERO);
        if (linger.compareTo(timeout) >= 0 && (section.has("linger") || section.has("timeout"))) {
            section.report(
                    section.has("linger") ? "linger" : "timeout",
                    "'linger', " + linger.toMillis() + "ms, must be less than 'timeout', " + timeout.toMillis()
                            + "ms: rows that wait for others would pass unscored.");
        }
        int batch = section.integer("batch", BATCH, 1, LARGEST_BATCH);
        section.refuseOtherKeys();
        return new ModelConfig(
                name,
                section.at("folder", folder == null ? "" : folder),
                section.at("inputs", List.copyOf(inputs)),
                section.at("scores", List.copyOf(scores)),
                timeout,
                batch,
                linger);
    }

    private static List<List<At<String>>> pairs(YamlSection section, String key, Set<String> reserved) {
        List<List<At<String>>> pairs = section.pairs(key);
        if (!section.has(key)) {
            section.report(key, "'" + key + "' is missing.");
        }
        Set<String> names = new HashSet<>(reserved);
        for (List<At<String>> pair : pairs) {
            String name = pair.get(0).value();
            if (!name.matches(COLUMN)) {
                section.report(
                        key,
                        "'" + name + "' is no name: write 'name: " + name
                                + "', where the name is letters, digits and '_', and starts with no digit.");
            } else if (!names.add(name)) {
                section.report(key, "'" + name + "' is taken: give it another name.");
            }
        }
        return pairs;
    }
}
