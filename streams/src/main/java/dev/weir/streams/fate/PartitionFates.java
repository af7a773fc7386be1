package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides the fates of one partition's events, in the order of the log, by the rules of docs/fates.md; what it needs for
 * the next one is its state. It belongs to one thread at a time.
 */
public final class PartitionFates {

    /** The newest event time before there was any. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** What {@link #find} says of a key that it doesn't know. */
    public static final int NOT_FOUND = KeyTable.ABSENT;

    private final FateRules rules;
    private final long[] counts = new long[Fate.values().length];
    private final Map<String, Long> deadReasons = new TreeMap<>();
    private @Nullable Memory memory;
    private boolean isNew = true;
    private long newest = NO_TIME;
    private int epoch;
    /** Whether the ledger knows the contract of this epoch. */
    private boolean declared;
    /** As whose entries the ledger goes on; null if it knows that, or these are its own. */
    private @Nullable String follows;

    public PartitionFates(FateRules rules) {
        this.rules = rules;
        this.memory = switch (rules.memory()) {
            case NONE -> null;
            case IDS -> new IdMemory(rules.within());
            case SEQUENCES -> new SequenceMemory();
        };
    }

    /**
     * Begins to look for what is remembered of ids or producers, without deciding anything. Of many events at once, before any is
     * judged, it costs a fraction: the walks to memory overlap.
     *
     * @param hashes of their keys, by {@link KeyTable#hash}
     * @param candidates gets for each what {@link #find} wants
     */
    public void candidates(int[] hashes, int[] candidates, int count) {
        if (memory != null) {
            KeyTable keys = memory.keys();
            for (int i = 0; i < count; i++) {
                candidates[i] = keys.candidate(hashes[i]);
            }
        }
    }

    /** What is remembered of a key: for {@link #judge}, until {@link #forget}. */
    public int find(int candidate, int hash, byte[] key, int start, int length) {
        return memory == null ? NOT_FOUND : memory.keys().find(candidate, hash, key, start, length);
    }

    /** Whether it's time to {@link #forget}. */
    public boolean isCrowded() {
        return memory != null && memory.keys().isCrowded();
    }

    /**
     * Makes room where much is remembered that counts as forgotten anyway: no fate depends on it.
     *
     * @param held what {@link #entry} said of producers that stay in any case
     * @return by what {@link #entry} said what it would say now; null if nothing has changed
     */
    public int @Nullable [] forget(IntPredicate held) {
        return memory == null || newest == NO_TIME ? null : memory.forget(newest - rules.horizon(), held);
    }

    /** As which producer or id that of the event judged last is remembered; {@link #NOT_FOUND} if it isn't. */
    public int entry() {
        return memory == null ? NOT_FOUND : memory.entry();
    }

    /** The producers that are remembered, by {@link #entry}; null if events have no sequence. */
    public @Nullable KeyTable producers() {
        return memory instanceof SequenceMemory sequences ? sequences.keys() : null;
    }

    /** What {@link #entry} says of a producer, which counts as forgotten if it isn't remembered. Events must have a sequence. */
    public int producer(byte[] key) {
        if (memory instanceof SequenceMemory sequences) {
            return sequences.findOrAdd(key);
        }
        throw new IllegalStateException("There are no producers");
    }

    /**
     * Decides on an event that isn't dead.
     *
     * @param found what {@link #find} said of its key, or {@link #NOT_FOUND}
     * @param time its event time, in milliseconds since 1970-01-01T00:00:00Z
     * @param key has the exact bytes that name its id or producer; anything if there is no identity
     * @param start where they begin
     * @param length how many they are
     * @param sequence the producer's number for it; anything unless the identity has one
     */
    public Fate judge(int found, long time, byte[] key, int start, int length, long sequence) {
        Fate fate = fate(found, time, key, start, length, sequence);
        newest = Math.max(newest, time);
        counts[fate.ordinal()]++;
        return fate;
    }

    private Fate fate(int found, long time, byte[] key, int start, int length, long sequence) {
        if (newest == NO_TIME) {
            isNew = true;
            if (memory != null) {
                memory.take(found, key, start, length, sequence, time, NO_TIME);
            }
            return Fate.ON_TIME;
        }
        if (memory != null) {
            long horizon = newest - rules.horizon();
            Known known =
                    time < horizon ? Known.UNTRACKED : memory.take(found, key, start, length, sequence, time, horizon);
            isNew = known == Known.NEW;
            if (!isNew) {
                return known == Known.REPEAT ? Fate.DUPLICATE : Fate.LATE;
            }
        }
        return rules.timed() && time < newest - rules.disorder() ? Fate.LATE : Fate.ON_TIME;
    }

    /**
     * Whether the event judged last is known to be no repeat. A late one may be too old to tell, and then must not be
     * counted where repeats count once.
     */
    public boolean isNew() {
        return isNew;
    }

    /**
     * Time goes on without an event.
     *
     * @param time up to which it is; {@link #NO_TIME} changes nothing
     */
    public void heartbeat(long time) {
        newest = Math.max(newest, time);
    }

    /** Counts what has neither time nor repeats, as a tombstone. */
    public Fate timeless() {
        counts[Fate.ON_TIME.ordinal()]++;
        return Fate.ON_TIME;
    }

    /** @param reason a {@code RejectCode} */
    public Fate dead(String reason) {
        counts[Fate.DEAD.ordinal()]++;
        deadReasons.merge(reason, 1L, Long::sum);
        return Fate.DEAD;
    }

    /** Time goes on without an event, as if there had been one after which this is the watermark. */
    public void watermarkIs(long watermark) {
        long behind = rules.disorder() + 1;
        newest = Math.max(newest, watermark > Long.MAX_VALUE - behind ? Long.MAX_VALUE : watermark + behind);
    }

    /** The newest event time; {@link #NO_TIME} before the first. */
    public long newest() {
        return newest;
    }

    /** No event up to this time will be on time; {@link #NO_TIME} before the first. */
    public long watermark() {
        return newest == NO_TIME ? NO_TIME : newest - rules.disorder() - 1;
    }

    /** Events with this fate, since the pipeline's state began. */
    public long count(Fate fate) {
        return counts[fate.ordinal()];
    }

    /** Dead events by reason, since the pipeline's state began. */
    public Map<String, Long> deadReasons() {
        return deadReasons;
    }

    /** Counts the contracts under which this partition was judged, from 0. */
    public int epoch() {
        return epoch;
    }

    /**
     * What is judged from now on is in a ledger of its own, which goes on where that of another pipeline ends. Its next
     * range says so, and the contract.
     */
    public void follow(String pipeline) {
        follows = pipeline;
        declared = false;
    }

    /** Whose entries the ledger goes on from, as long as it doesn't know. */
    public @Nullable String follows() {
        return follows;
    }

    /** An empty range of the ledger, with all that the ledger doesn't know yet. */
    public LedgerRange begin(int partition, long from) {
        LedgerRange range = new LedgerRange(partition, epoch, from, declared ? null : rules.contract(), follows);
        declared = true;
        follows = null;
        return range;
    }

    /** How often a producer started again without saying so, since this object is. */
    public long restarts() {
        return memory instanceof SequenceMemory sequences ? sequences.restarts() : 0;
    }

    /** How many missing ranges were given up, since this object is. */
    public long rangesGivenUp() {
        return memory instanceof SequenceMemory sequences ? sequences.rangesGivenUp() : 0;
    }

    /** How many ids or producers are remembered. */
    public int remembered() {
        return memory == null ? 0 : memory.keys().size();
    }

    /** How many bytes {@link #write} writes. */
    public long writtenBytes() {
        long size = 2L * Integer.BYTES + utf8(rules.contract()).length + utf8(rules.identity()).length;
        size += Integer.BYTES + 1 + Long.BYTES * (2L + counts.length) + Integer.BYTES;
        for (String reason : deadReasons.keySet()) {
            size += Integer.BYTES + utf8(reason).length + Long.BYTES;
        }
        return size + (memory == null ? 0 : memory.writtenBytes());
    }

    public void write(ByteBuffer out) {
        put(utf8(rules.contract()), out);
        put(utf8(rules.identity()), out);
        out.putInt(epoch).put((byte) (declared ? 1 : 0)).putLong(newest).putLong(rules.horizon());
        Blocks.write(counts, counts.length, out);
        out.putInt(deadReasons.size());
        deadReasons.forEach((reason, count) -> {
            put(utf8(reason), out);
            out.putLong(count);
        });
        if (memory != null) {
            memory.write(out);
        }
    }

    /**
     * The state that these bytes are, or the one that follows from them under another contract.
     *
     * @param rules of the contract now in force
     * @param in has what {@link #write} wrote, to its end
     */
    public static PartitionFates read(FateRules rules, ByteBuffer in) {
        PartitionFates fates = new PartitionFates(rules);
        boolean sameContract = text(in).equals(rules.contract());
        boolean sameIdentity = text(in).equals(rules.identity());
        int epoch = in.getInt();
        boolean declared = in.get() == 1;
        fates.epoch = sameContract ? epoch : epoch + 1;
        fates.declared = sameContract && declared;
        fates.newest = in.getLong();
        long horizon = in.getLong();
        System.arraycopy(
                Blocks.readLongs(fates.counts.length, fates.counts.length, in),
                0,
                fates.counts,
                0,
                fates.counts.length);
        for (int left = in.getInt(); left > 0; left--) {
            fates.deadReasons.put(text(in), in.getLong());
        }
        if (sameIdentity) {
            fates.memory = switch (rules.memory()) {
                case NONE -> null;
                case IDS -> IdMemory.read(rules.within(), in);
                case SEQUENCES -> SequenceMemory.read(in);
            };
        }
        if (!sameContract && fates.memory != null && fates.newest != NO_TIME) {
            // What counted as forgotten must not come back under a longer horizon.
            fates.memory.forgetAll(fates.newest - horizon);
        }
        return fates;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(byte[] text, ByteBuffer out) {
        out.putInt(text.length).put(text);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
