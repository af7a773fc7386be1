package dev.weir.benchmarks.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceBitsTest {

    @Test
    void isTheSameAsASetForWhatIsNotTooOld() {
        Random random = new Random(3);
        long[] memory = SequenceBits.none();
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        for (int i = 0; i < 200_000; i++) {
            long sequence = Math.max(0, highest + random.nextInt(12) - random.nextInt(SequenceBits.REMEMBERED));
            highest = Math.max(highest, sequence);

            assertThat(SequenceBits.add(memory, sequence)).isEqualTo(seen.add(sequence));
        }
    }

    @Test
    void afterAGapNothingOfWhatWasBeforeIsTakenForSeen() {
        long[] memory = SequenceBits.none();
        for (long sequence = 0; sequence < 1024; sequence++) {
            SequenceBits.add(memory, sequence);
        }

        assertThat(SequenceBits.add(memory, 100_000)).isTrue();
        assertThat(SequenceBits.add(memory, 99_500)).isTrue();
        assertThat(SequenceBits.add(memory, 99_500)).isFalse();
        assertThat(SequenceBits.add(memory, 1023)).isFalse();
    }
}
