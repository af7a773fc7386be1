package dev.weir.pipeline.project;

import dev.weir.pipeline.project.AccountConfig.By;
import dev.weir.pipeline.project.AccountConfig.Side;
import dev.weir.pipeline.project.AccountConfig.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code accounts:} of {@code weir.yaml}. */
final class AccountConfigParser {

    private static final String NAME = "[a-z][a-z0-9-]{0,62}";

    /** The table of a stream that has its late events, too. */
    private static final String ALL = "$all";

    private AccountConfigParser() {}

    static List<AccountConfig> parse(YamlSection accounts) {
        List<AccountConfig> all = new ArrayList<>();
        accounts.sections().forEach((name, section) -> {
            if (!name.matches(NAME)) {
                accounts.report(name, "An account's name is small letters, digits and '-', and starts with a letter.");
            }
            YamlSection events = section.requiredSection("events");
            YamlSection rows = section.requiredSection("rows");
            List<By> by = section.pairs("by").stream()
                    .map(pair -> new By(pair.get(0), pair.get(1)))
                    .toList();
            Window window =
                    section.section("window").map(AccountConfigParser::window).orElse(null);
            Side in = events == null ? null : side(events);
            Side out = rows == null ? null : side(rows);
            if (in != null && out != null) {
                boolean late = in.of().value().endsWith(ALL);
                all.add(new AccountConfig(name, late ? of(in, ALL) : in, late, out, by, window));
            }
            section.refuseOtherKeys();
        });
        return all;
    }

    private static Side of(Side side, String suffix) {
        At<String> of = side.of();
        String stream = of.value().substring(0, of.value().length() - suffix.length());
        return new Side(new At<>(stream, of.file(), of.line(), of.column()), side.where(), side.sum());
    }

    private static Side side(YamlSection section) {
        String of = section.required("of");
        Side side =
                new Side(section.at("of", of == null ? "" : of), optional(section, "where"), optional(section, "sum"));
        section.refuseOtherKeys();
        return side;
    }

    private static Window window(YamlSection section) {
        String column = section.required("column");
        section.required("size");
        Duration size = section.duration("size", Duration.ofMinutes(1), Duration.ofMillis(1));
        boolean early = section.flag("early", false);
        section.refuseOtherKeys();
        return new Window(section.at("column", column == null ? "" : column), size, early);
    }

    private static @Nullable At<String> optional(YamlSection section, String key) {
        String text = section.text(key);
        return text == null ? null : section.at(key, text);
    }
}
