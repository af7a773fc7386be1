package dev.weir.streams.fate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {

    private static final int NUMBERS = 2;

    private record Known(long first, long second, byte mark) {}

    private final Random random = new Random(7);
    private final Map<String, Known> known = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();
    private KeyTable table = new KeyTable(NUMBERS);

    /** Keys that fit into blocks, that widen them, and that lie apart; some of them forgotten, written and read back. */
    @ParameterizedTest
    @ValueSource(ints = {6, 40, 62, 63, 300})
    void tableKeepsWhatAMapKeeps(int longest) {
        for (int step = 0; step < 20_000; step++) {
            String key = random.nextInt(3_000) + "x".repeat(random.nextInt(Math.min(longest, 1 + step / 10) + 1));
            take(key);
            if (step % 5_000 == 4_999) {
                forget();
                assertSame();
                writeAndRead();
                assertSame();
            }
        }
        assertThat(inOrder).hasSizeGreaterThan(1_000);
    }

    private void take(String key) {
        byte[] bytes = ("[" + key + "]").getBytes(StandardCharsets.UTF_8);
        int length = bytes.length - 2;
        int entry = table.find(bytes, 1, length);
        assertThat(entry).isEqualTo(inOrder.indexOf(key));
        if (entry == KeyTable.ABSENT) {
            entry = table.add(bytes, 1, length);
            assertThat(entry).isEqualTo(inOrder.size());
            assertThat(List.of(table.number(entry, 0), table.number(entry, 1), (long) table.mark(entry)))
                    .containsOnly(0L);
            inOrder.add(key);
        }
        Known value = new Known(random.nextLong(), random.nextLong(), (byte) random.nextInt());
        table.number(entry, 0, value.first);
        table.number(entry, 1, value.second);
        table.mark(entry, value.mark);
        known.put(key, value);
    }

    private void forget() {
        int[] moved = table.retain(entry -> table.number(entry, 0) % 3 != 0);
        List<String> before = List.copyOf(inOrder);
        inOrder.removeIf(key -> known.get(key).first % 3 == 0);
        for (int entry = 0; entry < before.size(); entry++) {
            assertThat(moved[entry]).isEqualTo(inOrder.indexOf(before.get(entry)));
        }
        known.keySet().retainAll(inOrder);
    }

    @Test
    void tableIsCrowdedAfterAThirdMoreAndKeepsAllUnlessAQuarterGoes() {
        for (int i = 0; i < 1_024; i++) {
            assertThat(table.isCrowded()).isFalse();
            add("k" + i);
        }
        assertThat(table.isCrowded()).isTrue();

        assertThat(table.retainIfWorth(entry -> entry >= 255)).isNull();

        assertThat(table.size()).isEqualTo(1_024);
        assertThat(table.isCrowded()).isFalse();
        for (int i = 1_024; i < 1_280; i++) {
            add("k" + i);
        }
        assertThat(table.isCrowded()).isTrue();

        assertThat(table.retainIfWorth(entry -> entry >= 320))
                .hasSize(1_280)
                .startsWith(KeyTable.ABSENT)
                .endsWith(959);

        assertThat(table.size()).isEqualTo(960);
        for (int i = 1_280; i < 1_600; i++) {
            assertThat(table.isCrowded()).isFalse();
            add("k" + i);
        }
        assertThat(table.isCrowded()).isTrue();
    }

    private void add(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        table.add(bytes, 0, bytes.length);
    }

    private void writeAndRead() {
        int values = NUMBERS * Long.BYTES + 1;
        ByteBuffer out = ByteBuffer.allocate((int) table.writtenBytes() + values * table.size());
        table.writeKeys(out);
        table.writeNumbers(out);
        table.writeMarks(out);
        assertThat(out.hasRemaining()).isFalse();
        out.flip();
        table = KeyTable.readKeys(NUMBERS, out);
        table.readNumbers(out);
        table.readMarks(out);
    }

    private void assertSame() {
        assertThat(table.size()).isEqualTo(inOrder.size()).isEqualTo(known.size());
        for (int entry = 0; entry < table.size(); entry++) {
            String key = inOrder.get(entry);
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            assertThat(table.key(entry)).isEqualTo(bytes);
            assertThat(table.find(bytes, 0, bytes.length)).isEqualTo(entry);
            assertThat(new Known(table.number(entry, 0), table.number(entry, 1), table.mark(entry)))
                    .isEqualTo(known.get(key));
        }
    }
}
