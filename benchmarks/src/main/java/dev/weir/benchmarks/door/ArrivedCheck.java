package dev.weir.benchmarks.door;

import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import dev.weir.benchmarks.telemetry.TelemetrySettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether a topic has the events of a log, each once with all its values, under its key in its partition. Not thread-safe. */
final class ArrivedCheck {

    private static final int LISTED = 3;

    /** What must be in a record, and where. */
    private record Expected(ByteBuffer key, int partition) {}

    private final Map<ByteBuffer, Expected> missing = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private int wrong;

    ArrivedCheck(TelemetrySettings settings, int schemaId) {
        Telemetry log = new Telemetry(settings);
        ReadingFormat format = new ReadingFormat();
        Reading reading = new Reading();
        for (long i = 0; i < settings.records() && log.next(reading); i++) {
            missing.put(
                    ByteBuffer.wrap(format.write(reading, schemaId)),
                    new Expected(ByteBuffer.wrap(SensorName.of(reading.sensor())), reading.partition()));
        }
    }

    /** Takes a record that is no heartbeat. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        Expected expected = record.value() == null ? null : missing.remove(ByteBuffer.wrap(record.value()));
        boolean isRight = expected != null
                && record.key() != null
                && expected.key.equals(ByteBuffer.wrap(record.key()))
                && expected.partition == record.partition();
        if (!isRight && ++wrong <= LISTED) {
            problems.add("the record at " + record.partition() + "-" + record.offset() + " is "
                    + (expected == null
                            ? "nothing that was sent, or comes again"
                            : "under another key or in another partition"));
        }
    }

    /** What is wrong when all was taken; empty if nothing is. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (wrong > LISTED) {
            all.add("and " + (wrong - LISTED) + " further records");
        }
        if (!missing.isEmpty()) {
            all.add(missing.size() + " events are missing");
        }
        return all;
    }
}
