package dev.weir.benchmarks.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private static final TelemetrySettings SETTINGS =
            new TelemetrySettings(20_000, 300, 4, 3, 0.01, 0.05, 0, "none", 17);

    /** What a record is, as plain values. */
    private record Copy(int sensor, int partition, long sequence, long time, double vibration, boolean repeat) {}

    private static List<Copy> all(TelemetrySettings settings) {
        Telemetry log = new Telemetry(settings);
        Reading reading = new Reading();
        List<Copy> all = new ArrayList<>();
        while (log.next(reading)) {
            all.add(new Copy(
                    reading.sensor(),
                    reading.partition(),
                    reading.sequence(),
                    reading.time(),
                    reading.vibration(),
                    reading.isRepeat()));
        }
        return all;
    }

    @Test
    void theSameSettingsMakeTheSameLog() {
        assertThat(all(SETTINGS)).isEqualTo(all(SETTINGS)).hasSize(20_004);
    }

    @Test
    void repeatsAreWhatIsThereTwiceAndAboutAsManyAsWanted() {
        Set<List<Long>> seen = new HashSet<>();
        int repeats = 0;
        for (Copy copy : all(SETTINGS)) {
            boolean again = !seen.add(List.of((long) copy.sensor(), copy.sequence()));
            assertThat(copy.repeat()).isEqualTo(again);
            repeats += again ? 1 : 0;
        }
        assertThat(repeats).isBetween(120, 280);
    }

    @Test
    void eachSensorIsInThePartitionOfItsNameAndCountsItsReadings() {
        Map<Integer, Long> next = new HashMap<>();
        for (Copy copy : all(SETTINGS)) {
            byte[] name = SensorName.of(copy.sensor());
            assertThat(copy.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(name)) % 4);
            if (!copy.repeat()) {
                assertThat(copy.sequence()).isEqualTo(next.merge(copy.sensor(), 1L, Long::sum) - 1);
            }
        }
    }

    @Test
    void aRecordOfTheFarFutureEndsEachPartition() {
        List<Copy> all = all(SETTINGS);

        List<Copy> last = all.subList(all.size() - 4, all.size());

        assertThat(last).extracting(Copy::partition).containsExactly(0, 1, 2, 3);
        assertThat(last).allSatisfy(copy -> {
            assertThat(copy.sensor()).isGreaterThanOrEqualTo(300);
            assertThat(copy.time()).isGreaterThan(Telemetry.BASE + 4 * Telemetry.WINDOW_MILLIS);
        });
    }

    @Test
    void withoutLateRecordsAllAreInTime() {
        TelemetrySettings onTime = new TelemetrySettings(20_000, 300, 4, 3, 0.2, 0, 1.1, "none", 17);
        Telemetry log = new Telemetry(onTime);
        Reading reading = new Reading();
        while (log.next(reading)) {
            assertThat(reading.isInTime()).isTrue();
        }
    }

    @Test
    void unevenSensorsSendUnevenly() {
        int[] counts = new int[300];
        all(new TelemetrySettings(20_000, 300, 4, 3, 0, 0, 1, "none", 17)).stream()
                .filter(copy -> copy.sensor() < 300)
                .forEach(copy -> counts[copy.sensor()]++);

        assertThat(counts[0]).isGreaterThan(10 * counts[100]);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(20_000);
    }

    @Test
    void avroReadsWhatIsWrittenByHand() throws Exception {
        Schema schema = new Schema.Parser().parse(ReadingFormat.SCHEMA);
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
        ReadingFormat format = new ReadingFormat();
        ReadingFormat back = new ReadingFormat();
        Telemetry log = new Telemetry(SETTINGS);
        Reading reading = new Reading();
        while (log.next(reading)) {
            byte[] value = format.write(reading, 77);
            GenericRecord row = reader.read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
            String name = new String(SensorName.of(reading.sensor()), StandardCharsets.US_ASCII);
            assertThat(row.get("sensor_id")).hasToString(name);
            assertThat(SensorName.parse(name)).isEqualTo(reading.sensor());
            assertThat(row.get("seq")).isEqualTo(reading.sequence());
            assertThat(row.get("event_time")).isEqualTo(reading.time());
            assertThat(row.get("vibration")).isEqualTo(reading.vibration());
            assertThat(row.get("temperature")).isEqualTo(reading.temperature());
            back.read(value);
            assertThat(back.sequence()).isEqualTo(reading.sequence());
            assertThat(back.time()).isEqualTo(reading.time());
            assertThat(back.temperature()).isEqualTo(reading.temperature());
        }
    }
}
