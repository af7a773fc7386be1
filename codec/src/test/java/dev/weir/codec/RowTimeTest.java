package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;

class RowTimeTest {

    @Test
    void timestampsOfAllPrecisionsAndIntegersGiveMillis() {
        GenericRowData row = GenericRowData.of(TimestampData.fromEpochMillis(-5, 999_999), 12L, null);

        assertThat(RowTime.of(new FieldType.Timestamp(9), 0).millis(row)).isEqualTo(-5);
        assertThat(RowTime.of(new FieldType.LocalTimestamp(3), 0).millis(row)).isEqualTo(-5);
        assertThat(RowTime.of(Scalar.INT64, 1).millis(row)).isEqualTo(12);
        assertThat(RowTime.of(Scalar.INT64, 2).isMissing(row)).isTrue();
    }

    @Test
    void stringCarriesNoEventTime() {
        assertThatThrownBy(() -> RowTime.of(Scalar.STRING, 0)).hasMessageContaining("STRING");
    }
}
