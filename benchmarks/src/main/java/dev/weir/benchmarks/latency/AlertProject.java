package dev.weir.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project that makes alerts of payments, as a user would write it. */
final class AlertProject {

    /** Payments and alerts have it at their beginning. */
    static final String CARD_AND_PAYMENT = """
            {"name": "card", "type": "int"}, {"name": "payment", "type": "int"}""";

    private AlertProject() {}

    static void write(
            Path folder, LatencySettings settings, LatencyWay way, String pipeline, String payments, String alerts)
            throws IOException {
        Path streams = Files.createDirectories(folder.resolve("streams"));
        Files.writeString(streams.resolve(payments + ".avsc"), """
                {"type": "record", "name": "Payment", "fields": [
                  %s, {"name": "amount", "type": "int"},
                  {"name": "paid_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
                """.formatted(CARD_AND_PAYMENT));
        Files.writeString(streams.resolve(payments + ".yaml"), """
                stream: %1$s
                schema: %1$s.avsc
                key: card
                time: { field: paid_at, disorder: 10s }
                identity: { id: [card, payment], within: 1m }
                partitions: %2$d
                rules: [ "amount > 0" ]
                """.formatted(payments, settings.partitions()));
        Files.writeString(folder.resolve("weir.yaml"), """
                name: %s
                commit: %dms
                latency: %s
                state: %s
                parallelism: %d
                """.formatted(
                        pipeline,
                        settings.commit().toMillis(),
                        way == LatencyWay.WEIR_COMMIT ? "commit" : "low",
                        way == LatencyWay.WEIR_LOW ? "memory" : "disk",
                        settings.parallelism()));
        Files.writeString(folder.resolve("pipeline.sql"), """
                CREATE TABLE %1$s (card INT NOT NULL, payment INT NOT NULL, spent INT)
                DISTRIBUTED BY HASH (card) INTO %3$d BUCKETS WITH ('identity' = 'card, payment', 'within' = '1h');

                CREATE VIEW spending AS
                SELECT card, payment, SUM(amount) OVER (
                  PARTITION BY card ORDER BY at_once ROWS BETWEEN %4$d PRECEDING AND CURRENT ROW) AS spent
                FROM (SELECT *, PROCTIME() AS at_once FROM %2$s$all);

                INSERT INTO %1$s SELECT card, payment, spent FROM spending WHERE spent > %5$d;
                """.formatted(
                        alerts, payments, settings.partitions(), Payments.NEWEST - 1, Payments.LIMIT));
    }
}
