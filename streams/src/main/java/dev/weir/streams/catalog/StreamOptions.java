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
 */
record StreamOptions(Optional<Duration> retention, Optional<Compatibility> compatibility, Optional<Duration> ahead) {

    private static final String RETENTION = "retention";
    private static final String COMPATIBILITY = "compatibility";
    private static final String AHEAD = "ahead";
    private static final List<String> NAMES = List.of(RETENTION, COMPATIBILITY, AHEAD);

    /** @throws StreamRefusedException for an unknown option, naming the nearest known, or a value that can't be read */
    static StreamOptions parse(Map<String, String> options) throws StreamRefusedException {
        for (String name : options.keySet()) {
            if (!NAMES.contains(name)) {
                throw new StreamRefusedException("Unknown option '" + name + "' in WITH: expected one of "
                        + String.join(", ", NAMES) + "; connector options are never needed."
                        + NearestName.hint(name, NAMES));
            }
        }
        return new StreamOptions(
                duration(RETENTION, options.get(RETENTION)),
                compatibility(options.get(COMPATIBILITY)),
                duration(AHEAD, options.get(AHEAD)));
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
