package dev.weir.pipeline.project;

import dev.weir.pipeline.project.AccountConfig.By;
import dev.weir.pipeline.project.FeatureConfig.Events;
import dev.weir.pipeline.project.FeatureConfig.Log;
import dev.weir.pipeline.project.FeatureConfig.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code features:} of {@code weir.yaml}. */
final class FeatureConfigParser {

    /** The table of a stream that has its late events, too. */
    private static final String ALL = "$all";

    private FeatureConfigParser() {}

    static List<FeatureConfig> parse(YamlSection features) {
        List<FeatureConfig> all = new ArrayList<>();
        features.sections().forEach((stream, section) -> {
            YamlSection window = section.requiredSection("window");
            At<String> start = section.at("window", "");
            At<String> end = start;
            if (window != null) {
                start = required(window, "start");
                end = required(window, "end");
                window.refuseOtherKeys();
            }
            @Nullable
            Events events =
                    section.section("events").map(FeatureConfigParser::events).orElse(null);
            List<Log> logs = new ArrayList<>();
            section.section("logs")
                    .ifPresent(each -> each.sections().forEach((name, log) -> logs.add(log(each.at(name, name), log))));
            section.refuseOtherKeys();
            all.add(new FeatureConfig(features.at(stream, stream), start, end, events, logs));
        });
        return all;
    }

    private static Events events(YamlSection section) {
        At<String> of = required(section, "of");
        boolean late = of.value().endsWith(ALL);
        String stream = late ? of.value().substring(0, of.value().length() - ALL.length()) : of.value();
        Events events =
                new Events(new At<>(stream, of.file(), of.line(), of.column()), late, by(section), values(section));
        section.refuseOtherKeys();
        return events;
    }

    private static Log log(At<String> name, YamlSection section) {
        Log log = new Log(
                name,
                by(section),
                required(section, "time"),
                optional(section, "group"),
                section.has("counted_for")
                        ? section.duration("counted_for", Duration.ofDays(1), Duration.ofMillis(1))
                        : null,
                optional(section, "known_at"),
                values(section));
        section.refuseOtherKeys();
        return log;
    }

    private static List<By> by(YamlSection section) {
        if (!section.has("by")) {
            section.required("by");
        }
        return section.pairs("by").stream()
                .map(pair -> new By(pair.get(0), pair.get(1)))
                .toList();
    }

    private static List<Value> values(YamlSection section) {
        YamlSection values = section.requiredSection("values");
        List<Value> all = new ArrayList<>();
        if (values != null) {
            values.texts().forEach((column, formula) -> all.add(new Value(column, values.at(column, formula))));
        }
        return all;
    }

    private static At<String> required(YamlSection section, String key) {
        String text = section.required(key);
        return section.at(key, text == null ? "" : text);
    }

    private static @Nullable At<String> optional(YamlSection section, String key) {
        String text = section.text(key);
        return text == null ? null : section.at(key, text);
    }
}
