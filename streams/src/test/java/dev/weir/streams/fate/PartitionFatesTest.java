package dev.weir.streams.fate;

import static dev.weir.streams.fate.Fate.DUPLICATE;
import static dev.weir.streams.fate.Fate.LATE;
import static dev.weir.streams.fate.Fate.ON_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.streams.fate.FateRules.MemoryKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;

/** The rules of docs/fates.md, one by one: disorder 10, repeats told for 100. */
class PartitionFatesTest {

    private static final FateRules BY_SEQUENCE =
            new FateRules("contract", "identity", true, 10, 100, MemoryKind.SEQUENCES, 100);
    private static final FateRules BY_ID = new FateRules("contract", "identity", true, 10, 100, MemoryKind.IDS, 100);

    private PartitionFates sequences = new PartitionFates(BY_SEQUENCE);
    private final PartitionFates ids = new PartitionFates(BY_ID);

    @Test
    void eventAtTheEdgeOfTheDisorderIsOnTimeAndTheWatermarkIsBehindIt() {
        assertThat(sequences.watermark()).isEqualTo(PartitionFates.NO_TIME);
        assertThat(sequence("a", 1, 1000)).isEqualTo(ON_TIME);
        assertThat(sequence("b", 1, 990)).isEqualTo(ON_TIME);
        assertThat(sequence("c", 1, 989)).isEqualTo(LATE);
        assertThat(sequences.watermark()).isEqualTo(989);
    }

    @Test
    void sequenceIsARepeatWheneverItWasSeenInWhateverOrder() {
        assertThat(sequence("a", 5, 1000)).isEqualTo(ON_TIME);
        assertThat(sequence("a", 9, 1004)).isEqualTo(ON_TIME);
        assertThat(sequence("a", 7, 1002)).isEqualTo(ON_TIME);
        assertThat(sequence("a", 2, 999)).isEqualTo(ON_TIME);
        for (long seen : List.of(5, 9, 7, 2)) {
            assertThat(sequence("a", seen, 1000)).isEqualTo(DUPLICATE);
        }
        for (long missing : List.of(6, 8, 4, 3, 1)) {
            assertThat(sequence("a", missing, 1000)).isEqualTo(ON_TIME);
            assertThat(sequence("a", missing, 1000)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void lateEventIsRememberedSoThatItsRepeatIsADuplicate() {
        sequence("a", 5, 1000);
        assertThat(sequence("a", 4, 950)).isEqualTo(LATE);
        assertThat(sequence("a", 4, 950)).isEqualTo(DUPLICATE);
    }

    @Test
    void eventBeforeTheHorizonIsLateHoweverOftenItComes() {
        sequence("a", 5, 1000);
        assertThat(sequence("a", 4, 899)).isEqualTo(LATE);
        assertThat(sequence("a", 4, 899)).isEqualTo(LATE);
        assertThat(sequence("a", 4, 900)).isEqualTo(LATE);
        assertThat(sequence("a", 4, 900)).isEqualTo(DUPLICATE);
    }

    @Test
    void usedSequenceWithANewerTimeThanAllOfItsProducerIsANewStart() {
        sequence("a", 0, 1000);
        sequence("a", 1, 1001);
        assertThat(sequence("a", 0, 1002)).isEqualTo(ON_TIME);
        assertThat(sequences.restarts()).isEqualTo(1);
        assertThat(sequence("a", 1, 1003)).isEqualTo(ON_TIME);
        assertThat(sequence("a", 1, 1003)).isEqualTo(DUPLICATE);
        // From before the start; nobody knows whether it came already.
        assertThat(sequence("a", 1, 1001)).isEqualTo(LATE);
    }

    @Test
    void lowestOfTooManyMissingRangesIsGivenUpAndWhatItHadIsNeverCalledARepeat() {
        for (long s = 0; s <= 2 * SequenceMemory.MOST_RANGES; s += 2) {
            assertThat(sequence("a", s, 1000)).isEqualTo(ON_TIME);
        }
        // The range below 0, and 1, were given up.
        assertThat(sequences.rangesGivenUp()).isEqualTo(1);
        assertThat(sequence("a", -1, 1000)).isEqualTo(LATE);
        assertThat(sequence("a", 0, 1000)).isEqualTo(DUPLICATE);
        assertThat(sequence("a", 1, 1000)).isEqualTo(ON_TIME);
        assertThat(sequence("a", 2 * SequenceMemory.MOST_RANGES + 2, 1000)).isEqualTo(ON_TIME);
        assertThat(sequences.rangesGivenUp()).isEqualTo(1);
        assertThat(sequence("a", 2 * SequenceMemory.MOST_RANGES + 4, 1000)).isEqualTo(ON_TIME);
        assertThat(sequences.rangesGivenUp()).isEqualTo(2);
        assertThat(sequence("a", 3, 1000)).isEqualTo(LATE);
        assertThat(sequence("a", 0, 1000)).isEqualTo(LATE);
        assertThat(sequence("a", 4, 1000)).isEqualTo(DUPLICATE);
    }

    @Test
    void producerIsForgottenOnceAllThatItSentIsBeforeTheHorizon() {
        sequence("a", 7, 1000);
        sequence("b", 1, 1101);
        // An old repeat can't be told any more, a new event is no repeat.
        assertThat(sequence("a", 7, 1000)).isEqualTo(LATE);
        assertThat(sequence("a", 7, 1101)).isEqualTo(ON_TIME);
        assertThat(sequences.restarts()).isZero();
    }

    @Test
    void idIsARepeatWithinItsTime() {
        assertThat(id("x", 1000)).isEqualTo(ON_TIME);
        assertThat(id("x", 1000)).isEqualTo(DUPLICATE);
        assertThat(id("x", 1100)).isEqualTo(DUPLICATE);
        assertThat(id("x", 1101)).isEqualTo(ON_TIME);
        assertThat(id("x", 1101)).isEqualTo(DUPLICATE);
        assertThat(id("y", 1000)).isEqualTo(LATE);
    }

    @Test
    void keysThatDifferInAnyByteAreDifferent() {
        // The same hash code, as strings of Java have it, and one that is the beginning of another.
        for (String key : List.of("Aa", "BB", "AaAa", "BBBB", "AaBB", "", "A", "Aab")) {
            assertThat(id(key, 1000)).as(key).isEqualTo(ON_TIME);
        }
        assertThat(ids.remembered()).isEqualTo(8);
    }

    @Test
    void watermarkMovesTimeAsAnEventDoes() {
        sequences.watermarkIs(989);
        assertThat(sequence("a", 1, 989)).isEqualTo(LATE);
        assertThat(sequences.watermark()).isEqualTo(989);
    }

    @Test
    void writtenAndReadAtAnyMomentItDecidesTheSame() {
        Random random = new Random(7);
        PartitionFates straight = new PartitionFates(BY_SEQUENCE);
        PartitionFates byId = new PartitionFates(BY_ID);
        PartitionFates interrupted = new PartitionFates(BY_SEQUENCE);
        PartitionFates interruptedById = new PartitionFates(BY_ID);
        long time = 1000;
        for (int i = 0; i < 50_000; i++) {
            time += random.nextInt(3);
            byte[] key = ("sensor-" + random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
            long sequence = i / 200 + random.nextInt(7) - 3;
            long eventTime = time - (random.nextInt(10) == 0 ? random.nextInt(150) : random.nextInt(12));
            assertThat(interrupted.judge(PartitionFates.NOT_FOUND, eventTime, key, 0, key.length, sequence))
                    .isEqualTo(straight.judge(found(straight, key), eventTime, key, 0, key.length, sequence));
            assertThat(interruptedById.judge(PartitionFates.NOT_FOUND, eventTime, key, 0, key.length, 0))
                    .isEqualTo(byId.judge(found(byId, key), eventTime, key, 0, key.length, 0));
            if (random.nextInt(500) == 0) {
                interrupted = PartitionFates.read(BY_SEQUENCE, ByteBuffer.wrap(bytes(interrupted)));
                interruptedById = PartitionFates.read(BY_ID, ByteBuffer.wrap(bytes(interruptedById)));
            }
        }
        for (Fate fate : Fate.values()) {
            assertThat(interrupted.count(fate)).as("%s", fate).isEqualTo(straight.count(fate));
        }
        assertThat(straight.count(ON_TIME)).isPositive();
        assertThat(straight.count(LATE)).isPositive();
        assertThat(straight.count(DUPLICATE)).isPositive();
        assertThat(byId.count(DUPLICATE)).isPositive();
    }

    @Test
    void anotherContractBeginsAnotherEpochAndKeepsTheMemoryOfTheSameIdentity() {
        sequence("a", 1, 1000);
        assertThat(declaration(sequences)).containsExactly("contract", "null");
        assertThat(declaration(sequences)).containsExactly("null", "null");
        byte[] state = bytes(sequences);

        sequences = PartitionFates.read(
                new FateRules("other", "identity", true, 10, 100, MemoryKind.SEQUENCES, 100), ByteBuffer.wrap(state));
        assertThat(sequences.epoch()).isEqualTo(1);
        assertThat(declaration(sequences)).containsExactly("other", "null");
        assertThat(sequence("a", 1, 1000)).isEqualTo(DUPLICATE);

        sequences = PartitionFates.read(
                new FateRules("other", "another", true, 10, 100, MemoryKind.SEQUENCES, 100), ByteBuffer.wrap(state));
        assertThat(sequence("a", 1, 1000)).isEqualTo(ON_TIME);
        assertThat(sequences.watermark()).isEqualTo(989);

        sequences = PartitionFates.read(BY_SEQUENCE, ByteBuffer.wrap(state));
        assertThat(sequences.epoch()).isZero();
        assertThat(declaration(sequences)).containsExactly("null", "null");
    }

    @Test
    void ledgerOfItsOwnBeginsWithTheContractInTheSameEpoch() {
        sequence("a", 1, 1000);
        declaration(sequences);

        sequences.follow("parent");
        assertThat(sequences.follows()).isEqualTo("parent");
        assertThat(sequences.epoch()).isZero();
        assertThat(declaration(sequences)).containsExactly("contract", "parent");
        assertThat(sequences.follows()).isNull();
        assertThat(declaration(sequences)).containsExactly("null", "null");
        assertThat(sequence("a", 1, 1000)).isEqualTo(DUPLICATE);
    }

    /** The contract that the next range of the ledger has, and whom it says that it follows. */
    private static List<String> declaration(PartitionFates fates) {
        RowData entry = fates.begin(0, 0).entry("p", "s", 0);
        return IntStream.of(19, 20)
                .mapToObj(column -> String.valueOf(entry.getString(column)))
                .toList();
    }

    @Test
    void forgettingMakesRoomWithoutChangingAnyFate() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(id("id-" + i, 1000 + i)).isEqualTo(ON_TIME);
            if (ids.isCrowded()) {
                ids.forget(held -> false);
            }
        }
        assertThat(ids.remembered()).isLessThanOrEqualTo(1024);
        assertThat(id("id-99950", 100_950)).isEqualTo(DUPLICATE);
    }

    private static int found(PartitionFates fates, byte[] key) {
        int[] hashes = {KeyTable.hash(key, 0, key.length)};
        int[] candidates = new int[1];
        fates.candidates(hashes, candidates, 1);
        return fates.find(candidates[0], hashes[0], key, 0, key.length);
    }

    private static byte[] bytes(PartitionFates fates) {
        ByteBuffer out = ByteBuffer.allocate((int) fates.writtenBytes());
        fates.write(out);
        assertThat(out.hasRemaining()).isFalse();
        return out.array();
    }

    private Fate sequence(String producer, long sequence, long time) {
        byte[] key = producer.getBytes(StandardCharsets.UTF_8);
        return sequences.judge(PartitionFates.NOT_FOUND, time, key, 0, key.length, sequence);
    }

    private Fate id(String id, long time) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        return ids.judge(PartitionFates.NOT_FOUND, time, key, 0, key.length, 0);
    }
}
