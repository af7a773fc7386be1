package dev.weir.streams.fate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class LedgerRangeTest {

    @Test
    void rangesThatFollowEachOtherAddUpToOneEntry() throws Exception {
        LedgerRange first = new LedgerRange(3, 1, 1000, "the contract", "parent");
        first.add(Fate.ON_TIME, 1000);
        first.seen(70);
        first.add(Fate.DEAD, 1001);
        first.end(1003, 1, 0); // The end of a transaction at 1002.
        LedgerRange second = new LedgerRange(3, 1, 1003, null, null);
        second.add(Fate.LATE, 1003);
        second.seen(60);
        second.add(Fate.DEAD, 1004);
        second.misplaced(1);
        second.addHeartbeat(1005);
        second.end(1006, 0, 2);

        assertThat(first.continuesWith(second)).isTrue();
        first.append(LedgerRange.of(second.entry("", "", 0)));
        RowData entry = first.entry("p", "s", 9);

        assertThat(entry.getString(0)).hasToString("p");
        assertThat(entry.getString(1)).hasToString("s");
        assertThat(entry.getInt(2)).isEqualTo(3);
        assertThat(entry.getInt(3)).isEqualTo(1);
        assertThat(entry.getLong(4)).isEqualTo(1000);
        assertThat(entry.getLong(5)).isEqualTo(1006);
        assertThat(new long[] {entry.getLong(6), entry.getLong(7), entry.getLong(8), entry.getLong(9)})
                .containsExactly(1, 1, 0, 2);
        assertThat(offsets(entry.getBinary(10))).containsExactly(3);
        assertThat(entry.isNullAt(11)).isTrue();
        assertThat(offsets(entry.getBinary(12))).containsExactly(1, 4);
        assertThat(entry.getTimestamp(13, 3).getMillisecond()).isEqualTo(60);
        assertThat(entry.getTimestamp(14, 3).getMillisecond()).isEqualTo(70);
        assertThat(new long[] {entry.getLong(15), entry.getLong(16), entry.getLong(17), entry.getLong(18)})
                .containsExactly(1, 2, 1, 9);
        assertThat(entry.getString(19)).hasToString("the contract");
        assertThat(entry.getString(20)).hasToString("parent");
        assertThat(second.entry("p", "s", 9).isNullAt(20)).isTrue();
        assertThat(entry.getLong(21)).isEqualTo(1);
    }

    @Test
    void rangeEndsWhereAnotherEpochBegins() {
        LedgerRange range = new LedgerRange(0, 0, 0, "old", null);
        range.end(10, 0, 0);
        assertThat(range.continuesWith(new LedgerRange(0, 1, 10, "new", null))).isFalse();
        assertThat(range.continuesWith(new LedgerRange(0, 0, 11, null, null))).isFalse();
        assertThat(range.continuesWith(new LedgerRange(0, 0, 10, null, null))).isTrue();
    }

    private static int[] offsets(byte[] bytes) throws Exception {
        RoaringBitmap bitmap = new RoaringBitmap();
        bitmap.deserialize(ByteBuffer.wrap(bytes));
        return bitmap.toArray();
    }
}
