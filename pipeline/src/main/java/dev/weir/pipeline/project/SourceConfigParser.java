package dev.weir.pipeline.project;

import dev.weir.pipeline.project.SourceConfig.Plugin;
import dev.weir.pipeline.project.SourceConfig.PostgresTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code sources:} of {@code weir.yaml}. */
final class SourceConfigParser {

    private static final String NAME = "[a-z][a-z0-9-]{0,62}";

    private SourceConfigParser() {}

    static List<SourceConfig> parse(YamlSection sources) {
        List<SourceConfig> all = new ArrayList<>();
        Map<String, String> sourceOfStream = new LinkedHashMap<>();
        sources.sections().forEach((name, section) -> {
            if (!name.matches(NAME)) {
                sources.report(name, "A source's name is small letters, digits and '-', and starts with a letter.");
            }
            SourceConfig source = section.has("connector") ? plugin(name, section) : tables(name, section);
            source.streams().values().forEach(stream -> {
                String other = sourceOfStream.putIfAbsent(stream, name);
                if (other != null) {
                    sources.report(name, "Stream '" + stream + "' is filled twice: give each table its own stream.");
                }
            });
            all.add(source);
        });
        return List.copyOf(all);
    }

    private static SourceConfig tables(String name, YamlSection section) {
        DatabaseConfig database = DatabaseConfig.parse(section);
        Path create = create(section, database.url());
        Map<String, String> streams = new LinkedHashMap<>();
        streams(section, "tables").forEach((table, stream) -> streams.put(qualified(table), stream));
        section.refuseOtherKeys();
        return new PostgresTables(
                name, section.place(), database.url(), database.user(), database.password(), create, streams);
    }

    private static @Nullable Path create(YamlSection section, @Nullable String url) {
        String name = section.rawText("create");
        if (name == null) {
            return null;
        }
        Path file = section.place().file().resolveSibling(name);
        section.reportIfAbsent("create", name);
        if (url != null) {
            section.report("create", "'create' makes tables in the local stack's database only, not at a 'url'.");
        }
        return file;
    }

    private static String qualified(String table) {
        return table.contains(".") ? table : "public." + table;
    }

    private static SourceConfig plugin(String name, YamlSection section) {
        @Nullable String connector = section.required("connector");
        Map<String, String> settings =
                section.section("config").map(YamlSection::rawTexts).orElse(Map.of());
        Map<String, String> streams = streams(section, "topics");
        section.refuseOtherKeys();
        return new Plugin(name, section.place(), connector == null ? "" : connector, settings, streams);
    }

    private static Map<String, String> streams(YamlSection section, String key) {
        Map<String, String> streams =
                section.section(key).map(YamlSection::rawTexts).orElse(Map.of());
        if (streams.isEmpty()) {
            section.report(key, "'" + key + "' is missing: name each and the stream that it fills.");
        }
        return streams;
    }
}
