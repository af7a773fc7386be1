package dev.weir.benchmarks.rollup;

import dev.weir.benchmarks.telemetry.Oracle.Counting;
import dev.weir.benchmarks.telemetry.TelemetrySettings;

/**
 * One way with one choice of settings.
 *
 * @param id unlike that of any other that it is compared with; letters, digits and {@code -}
 * @param title for a person
 */
record Contestant(String id, String title, WaySpec way, RollupSettings settings) {

    TelemetrySettings log() {
        TelemetrySettings log = settings.log();
        return way.slow() ? log.withRecords(Math.min(settings.slowRecords(), log.records())) : log;
    }

    /** Of another contract another topic, though the records are the same. */
    String topic() {
        return log().topic() + (settings.rules() ? "_ruled" : "") + (settings.identity() ? "" : "_anyone");
    }

    Counting counting() {
        return way.kind() == WaySpec.Kind.WEIR && !settings.identity() ? Counting.ALL : way.counting();
    }
}
