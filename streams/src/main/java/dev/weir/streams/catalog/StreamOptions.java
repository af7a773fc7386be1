package dev.weir.streams.catalog;

import dev.weir.contract.Compatibility;
import dev.weir.contract.DurationText;
import dev.weir.contract.NearestName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code WITH (…)} may say of a derived stream.
 *
 * @param retention {@code 'retention' = '7d'}: how long records are kept
 * @param compatibility {@code 'compatibility' = 'backward_transitive'}: what a new schema version must be able to do
 * @param ahead {@code 'ahead' = '5m'}: how far after the broker's append time an event may be dated
 * @param identity {@code 'identity' = 'card, alert'}: the columns that name the event, so that repeats are told
 * @param within {@code 'within' = '1h'}: for how long; there if {@code identity} is, and only then
 */
record StreamOptions(
        Optional<Duration> retention,
        Optional<Compatibility> compatibility,
        Optional<Duration> ahead,
        Optional<List<String>> identity,
        Optional<Duration> within) {

    private static final String RETENTION = "retention";
    private static final String COMPATIBILITY = "compatibility";
    private static final String AHEAD = "ahead";
    private static final String IDENTITY = "identity";
    private static final String WITHIN = "within";
    private static final List<String> NAMES = List.of(RETENTION, COMPATIBILITY, AHEAD, IDENTITY, WITHIN);

    /** @throws StreamRefusedException for an unknown option, naming the nearest known, or a value that can't be read */
    static StreamOptions parse(Map<String, String> options) throws StreamRefusedException {
        for (String name : options.keySet()) {
            if (!NAMES.contains(name)) {
                throw new StreamRefusedException("Unknown option '" + name + "' in WITH: expected one of "
                        + String.join(", ", NAMES) + "; connector options are never needed."
                        + NearestName.hint(name, NAMES));
            }
        }
        if (options.containsKey(IDENTITY) != options.containsKey(WITHIN)) {
            throw new StreamRefusedException("WITH expects 'identity' and 'within' together, such as"
                    + " 'identity' = 'card, alert', 'within' = '1h': the columns that name an event, and for how long"
                    + " repeats of it are told.");
        }
        return new StreamOptions(
                duration(RETENTION, options.get(RETENTION)),
                compatibility(options.get(COMPATIBILITY)),
                duration(AHEAD, options.get(AHEAD)),
                Optional.ofNullable(options.get(IDENTITY)).map(StreamOptions::names),
                duration(WITHIN, options.get(WITHIN)));
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
    }

    private static Optional<Duration> duration(String name, @Nullable String value) throws StreamRefusedException {
        if (value == null) {
            return Optional.empty();
        }
        Optional<Duration> duration = DurationText.parse(value);
        if (duration.isEmpty()) {
            throw new StreamRefusedException("Option '" + name + "' in WITH expects a duration such as '7d' or '30s'"
                    + " but is '" + value + "'.");
        }
        return duration;
    }

    private static Optional<Compatibility> compatibility(@Nullable String value) throws StreamRefusedException {
        if (value == null) {
            return Optional.empty();
        }
        for (Compatibility compatibility : Compatibility.values()) {
            if (compatibility.name().equalsIgnoreCase(value)) {
                return Optional.of(compatibility);
            }
        }
        String known = Arrays.stream(Compatibility.values())
                .map(compatibility -> compatibility.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new StreamRefusedException(
                "Option '" + COMPATIBILITY + "' in WITH expects one of " + known + " but is '" + value + "'.");
    }
}
