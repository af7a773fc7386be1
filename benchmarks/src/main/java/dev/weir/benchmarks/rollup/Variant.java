package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Settings of which one differs from the others'. */
enum Variant {
    BASE("as above", settings -> settings),
    SENSORS_1K("1,000 sensors", log(log -> sensors(log, 1_000))),
    SENSORS_100K("100,000 sensors", log(log -> sensors(log, 100_000))),
    SENSORS_1M("1,000,000 sensors", log(log -> sensors(log, 1_000_000))),
    ZIPF("unevenly, zipf 1", log(log -> shares(log, log.repeated(), log.late(), 1))),
    LATE_5("5 % late", log(log -> shares(log, log.repeated(), 0.05, log.zipf()))),
    LATE_20("20 % late", log(log -> shares(log, log.repeated(), 0.2, log.zipf()))),
    REPEATED_0("none repeated", log(log -> shares(log, 0, log.late(), log.zipf()))),
    REPEATED_5("5 % repeated", log(log -> shares(log, 0.05, log.late(), log.zipf()))),
    REPEATED_20("20 % repeated", log(log -> shares(log, 0.2, log.late(), log.zipf()))),
    NO_IDENTITY("no identity: repeats aren't looked for", RollupSettings::withoutIdentity),
    RULES("a rule", RollupSettings::withRules),
    PARALLELISM_1("parallelism 1", settings -> settings.withParallelism(1)),
    COMMIT_100MS("commits every 0.1 s", settings -> settings.withCommit(Duration.ofMillis(100))),
    COMMIT_1S("commits every 1 s", settings -> settings.withCommit(Duration.ofSeconds(1))),
    COMMIT_10S("commits every 10 s", settings -> settings.withCommit(Duration.ofSeconds(10))),
    LZ4("log in lz4", log(log -> log.withCompression("lz4")));

    private final String title;
    private final UnaryOperator<RollupSettings> change;

    Variant(String title, UnaryOperator<RollupSettings> change) {
        this.title = title;
        this.change = change;
    }

    /** @throws IllegalArgumentException naming those that there are */
    static Variant of(String id) {
        return Stream.of(values())
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no variant '" + id + "'. Known are "
                        + String.join(", ", Stream.of(values()).map(Variant::id).toList()) + "."));
    }

    String title() {
        return title;
    }

    /** As it stands in names. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    RollupSettings change(RollupSettings settings) {
        return change.apply(settings);
    }

    private static UnaryOperator<RollupSettings> log(UnaryOperator<TelemetrySettings> change) {
        return settings -> settings.withLog(change.apply(settings.log()));
    }

    private static TelemetrySettings sensors(TelemetrySettings log, int sensors) {
        return new TelemetrySettings(
                log.records(),
                sensors,
                log.partitions(),
                log.windows(),
                log.repeated(),
                log.late(),
                log.zipf(),
                log.compression(),
                log.seed(),
                log.burst());
    }

    private static TelemetrySettings shares(TelemetrySettings log, double repeated, double late, double zipf) {
        return new TelemetrySettings(
                log.records(),
                log.sensors(),
                log.partitions(),
                log.windows(),
                repeated,
                late,
                zipf,
                log.compression(),
                log.seed(),
                log.burst());
    }
}
