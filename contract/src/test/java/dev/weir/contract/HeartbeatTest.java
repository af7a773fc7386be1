package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {

    private static final byte[] SOME = {1};

    @ParameterizedTest
    @ValueSource(longs = {0, 1_767_225_600_000L, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void timeThatIsWrittenIsRead(long time) {
        ProducerRecord<byte[], byte[]> record = Heartbeat.record("readings", 3, time);

        assertThat(record.topic()).isEqualTo("readings");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.key()).isNull();
        assertThat(record.value()).isNull();
        assertThat(Heartbeat.timeOf(read(null, null, record.headers()))).isEqualTo(time);
    }

    @Test
    void headerHasEightBytesBigEndian() {
        assertThat(Heartbeat.record("readings", 3, 258)
                        .headers()
                        .lastHeader("weir.heartbeat")
                        .value())
                .containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
    }

    @Test
    void recordWithAKeyOrAValueOrWithoutTheWholeHeaderIsNone() {
        Headers headers = Heartbeat.record("readings", 3, 0).headers();

        assertThat(Heartbeat.is(read(SOME, null, headers))).isFalse();
        assertThat(Heartbeat.is(read(null, SOME, headers))).isFalse();
        assertThat(Heartbeat.is(read(null, new byte[0], headers))).isFalse();
        assertThat(Heartbeat.is(read(null, null, new RecordHeaders()))).isFalse();
        assertThat(Heartbeat.is(read(null, null, new RecordHeaders().add(Heartbeat.HEADER, new byte[7]))))
                .isFalse();
        assertThat(Heartbeat.is(read(null, null, new RecordHeaders().add(Heartbeat.HEADER, null))))
                .isFalse();
    }

    private static ConsumerRecord<byte[], byte[]> read(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                "readings", 3, 0, 0, TimestampType.LOG_APPEND_TIME, -1, -1, key, value, headers, Optional.empty());
    }
}
