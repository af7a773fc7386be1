package dev.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.operate.audit.Audit;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.Counts;
import dev.weir.operate.log.KafkaCommittedLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Fates through rescales and failures, proved from outside by the audit, which judges with code of its own. */
@ExtendWith(TestingStack.class)
class FatesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long BEGIN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final int SENSORS = 200;

    @TempDir
    private Path checkpoints;

    /** Fails once each time it is armed, some rows later. */
    public static final class FailWhenArmed extends ScalarFunction {
        private static final long serialVersionUID = 1;
        static final AtomicInteger ROWS_LEFT = new AtomicInteger(-1);
        static final AtomicInteger FAILURES = new AtomicInteger();

        public Long eval(Long id) {
            if (ROWS_LEFT.getAndUpdate(left -> Math.max(-1, left - 1)) == 0) {
                FAILURES.incrementAndGet();
                throw new IllegalStateException("Planted");
            }
            return id;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    @Test
    void fatesAreTheSameThroughRescalesWithAFailureInEach() throws Exception {
        TestingStream telemetry = TestingStream.create(telemetry("telemetry-rescaled"));
        TestingStream copies = TestingStream.create(copies("copies-rescaled"));
        TestingJob.Builder job = TestingJob.of(
                        "it-rescaled-local",
                        checkpoints,
                        List.of(telemetry.contract(), copies.contract()),
                        "INSERT INTO `copies-rescaled` SELECT sensor_id, fail_when_armed(seq) FROM `telemetry-rescaled$all`")
                .function("fail_when_armed", FailWhenArmed.class);
        Random random = new Random(4);
        Plant plant = new Plant(random);

        String savepoint = null;
        int sent = 0;
        int failures = 0;
        for (int parallelism : List.of(1, 4, 2, 3)) {
            sent += plant.send(telemetry, 3_000);
            FailWhenArmed.ROWS_LEFT.set(random.nextInt(1_500));
            int expected = sent;
            try (TestingJob running =
                    restored(job, savepoint).parallelism(parallelism).run()) {
                // What is committed came after the failure, since a row that fails can't be in a checkpoint.
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> read(audit("it-rescaled-local", false)) == expected);
                savepoint = running.stop(checkpoints);
            }
            assertThat(FailWhenArmed.FAILURES).hasValue(++failures);
        }

        AuditReport report = audit("it-rescaled-local", true);
        assertThat(report.streams()).hasSize(1);
        assertThat(report.streams().get(0).findings().listed()).isEmpty();
        assertThat(report.passed()).isTrue();
        Counts counts = report.streams().get(0).counts();
        assertThat(counts.read()).isEqualTo(sent);
        assertThat(counts.late()).isPositive();
        assertThat(counts.duplicate()).isPositive();
        assertThat(counts.dead()).isPositive();
        assertThat(counts.resets()).isPositive();
        assertThat(report.streams().get(0).partitions()).hasSize(4).allMatch(partition -> partition.from() == 0);
        assertThat((long) copies.committed().size()).isEqualTo(counts.onTime() + counts.late());
    }

    @Test
    void restoredPartitionWithoutNewEventsHoldsNoWindowBack() throws Exception {
        TestingStream telemetry = TestingStream.create(telemetry("telemetry-silent"));
        TestingStream copies = TestingStream.create(copies("minutes-silent"));
        TestingJob.Builder job = TestingJob.of(
                "it-silent-local",
                checkpoints,
                List.of(telemetry.contract(), copies.contract()),
                "INSERT INTO `minutes-silent` SELECT sensor_id, COUNT(*) FROM TABLE(TUMBLE(TABLE `telemetry-silent`,"
                        + " DESCRIPTOR(event_time), INTERVAL '1' MINUTE)) GROUP BY sensor_id, window_start, window_end");
        List<String> sensors = sensorOfEachPartition();

        String savepoint;
        try (TestingJob running = job.parallelism(2).run()) {
            for (String sensor : sensors.subList(0, 3)) {
                telemetry.send(List.of(reading(sensor, 1, BEGIN), reading(sensor, 2, BEGIN + 100_000)));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(running.counts("telemetry-silent")).containsEntry("on_time", 6L));
            // One partition hasn't had an event yet: its time isn't known.
            assertThat(copies.committed()).isEmpty();
            telemetry.send(List.of(reading(sensors.get(3), 1, BEGIN), reading(sensors.get(3), 2, BEGIN + 100_000)));
            await().atMost(PATIENCE).until(() -> copies.committed().size() == 4);
            telemetry.send(sensors.subList(1, 4).stream()
                    .map(sensor -> reading(sensor, 3, BEGIN + 200_000))
                    .toList());
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(running.counts("telemetry-silent")).containsEntry("on_time", 11L));
            savepoint = running.stop(checkpoints);
        }
        try (TestingJob running = job.restoredFrom(savepoint).parallelism(3).run()) {
            telemetry.send(List.of(reading(sensors.get(0), 3, BEGIN + 200_000)));
            await().atMost(PATIENCE).until(() -> copies.committed().size() == 8);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(running.counts("telemetry-silent")).containsEntry("on_time", 12L));
        }

        assertThat(audit("it-silent-local", true).passed()).isTrue();
    }

    private static TestingJob.Builder restored(TestingJob.Builder job, @Nullable String savepoint) {
        return savepoint == null ? job : job.restoredFrom(savepoint);
    }

    private static long read(AuditReport report) {
        return report.streams().stream()
                .mapToLong(stream -> stream.counts().read())
                .sum();
    }

    private static AuditReport audit(String pipeline, boolean deep) throws Exception {
        try (KafkaCommittedLog log = KafkaCommittedLog.connect(TestingStream.client())) {
            return new Audit(log, new HttpSchemaRegistry(TestingStack.registry())).run(pipeline, deep);
        }
    }

    /** A sensor for each of the four partitions. */
    private static List<String> sensorOfEachPartition() {
        List<String> sensors = new ArrayList<>(java.util.Collections.nCopies(4, ""));
        for (int i = 0; sensors.contains(""); i++) {
            String sensor = "s" + i;
            int hash = org.apache.kafka.common.utils.Utils.murmur2(sensor.getBytes(StandardCharsets.UTF_8));
            sensors.set(org.apache.kafka.common.utils.Utils.toPositive(hash) % 4, sensor);
        }
        return sensors;
    }

    private static String reading(String sensor, long sequence, long time) {
        return "{\"sensor_id\":\"%s\",\"seq\":%d,\"event_time\":%d,\"value\":1.5}".formatted(sensor, sequence, time);
    }

    private static StreamContract telemetry(String name) {
        return TestingContracts.avro("""
                stream: %s
                schema: telemetry.avsc
                key: sensor_id
                time: { field: event_time, disorder: 30s }
                identity: { producer: sensor_id, sequence: seq, within: 1h }
                partitions: 4
                """.formatted(name), """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "sensor_id", "type": "string"},
                  {"name": "seq", "type": "long"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "value", "type": "double"}]}""");
    }

    private static StreamContract copies(String name) {
        return TestingContracts.avro(
                "stream: %s\nschema: copy.avsc\nkey: sensor_id\npartitions: 2\n".formatted(name), """
                {"type": "record", "name": "Copy", "fields": [
                  {"name": "sensor_id", "type": ["null", "string"]}, {"name": "seq", "type": ["null", "long"]}]}""");
    }

    /** Sensors that send late, twice, in bursts after an outage, from their beginning again, from the future, and nonsense. */
    private static final class Plant {

        private final Random random;
        private final long[] next = new long[SENSORS];
        private final List<String> sent = new ArrayList<>();
        private long now = BEGIN;

        Plant(Random random) {
            this.random = random;
        }

        /** How many records it has sent. */
        int send(TestingStream telemetry, int readings) throws Exception {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < readings; i++) {
                now += 50;
                int sensor = random.nextInt(SENSORS);
                if (random.nextInt(400) == 0) {
                    next[sensor] = 0;
                } else if (random.nextInt(20) == 0) {
                    next[sensor] += random.nextInt(4);
                }
                long behind = random.nextInt(50) == 0 ? random.nextInt(7_200_000) : random.nextInt(25_000);
                events.add(reading("s" + sensor, next[sensor]++, now - behind));
                if (random.nextInt(30) == 0) {
                    events.add(events.get(random.nextInt(events.size())));
                }
                if (random.nextInt(100) == 0 && !sent.isEmpty()) {
                    events.add(sent.get(random.nextInt(sent.size())));
                }
                if (random.nextInt(300) == 0) {
                    events.add(reading("s" + sensor, next[sensor], System.currentTimeMillis() + 3_600_000));
                }
            }
            telemetry.send(events);
            for (int i = 0; i < 20; i++) {
                telemetry.sendRaw(("s" + i).getBytes(StandardCharsets.UTF_8), new byte[] {(byte) i});
            }
            sent.addAll(events);
            return events.size() + 20;
        }
    }
}
