package dev.weir.streams.fate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the keys that it is given from 0, by their exact bytes, and keeps some numbers of each. What an entry has lies together,
 * since each place in memory that is looked at costs a walk there; and all entries are one array, so that a million of them are
 * a few objects.
 */
public final class KeyTable {

    /** Entry of a key that isn't there. */
    public static final int ABSENT = -1;

    private static final int LEAST_ENTRIES = 8;
    /** From which size on it grows by a sixteenth instead of a half. */
    private static final int MANY_ENTRIES = 4096;

    private static final int LEAST_TO_RETAIN = 1024;
    private static final int GOLDEN_RATIO = 0x9E3779B9;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** As buffers have them, so that blocks move there as they are. */
    private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Odd numbers that spread bits well, from the finalisers of MurmurHash3 and of SplitMix64. */
    private static final long FIRST_MIX = 0xff51afd7ed558ccdL;

    private static final long SECOND_MIX = 0xbf58476d1ce4e5b9L;

    /** In front of a key: its length, and what {@link #mark} says. */
    private static final int HEAD = 2;
    /** A longer key lies apart; its block has where it begins and how long it is. */
    private static final int LONGEST_IN_BLOCK = 62;

    private static final byte APART = -1;

    private final int numbers;
    private int size;
    private int capacity = LEAST_ENTRIES;
    /** How many bytes an entry has in {@link #blocks}: its numbers, the head, the key. */
    private int stride;

    private byte[] blocks;
    private byte[] longKeys = new byte[0];
    private int longKeysEnd;
    /** Of all keys. */
    private int keyBytes;

    /**
     * Entry + 1 in as many of the lower bits as there are slots for, and of its key's hash what fits above them. At the slot of the hash or,
     * if it's taken, at the next free one; 0 is free.
     */
    private int[] slots;

    private int slotBits;
    /** How many entries there are when it's time to look whether some can go. */
    private int crowd = LEAST_TO_RETAIN;

    /** @param numbers how many each entry has; at first 0 */
    public KeyTable(int numbers) {
        this.numbers = numbers;
        stride = strideFor(0);
        blocks = new byte[capacity * stride];
        makeSlots(capacity);
    }

    /** Four of five are taken at most. */
    private void makeSlots(int entries) {
        slots = new int[Integer.highestOneBit(entries + entries / 4) * 2];
        slotBits = Integer.numberOfTrailingZeros(slots.length);
    }

    private int strideFor(int keyLength) {
        return Long.BYTES * numbers + (HEAD + keyLength + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }

    public int size() {
        return size;
    }

    /** One of an entry's numbers. */
    long number(int entry, int which) {
        return (long) NUMBER.get(blocks, entry * stride + which * Long.BYTES);
    }

    void number(int entry, int which, long value) {
        NUMBER.set(blocks, entry * stride + which * Long.BYTES, value);
    }

    /** A number of one byte that each entry has; at first 0. */
    byte mark(int entry) {
        return blocks[head(entry) + 1];
    }

    void mark(int entry, byte value) {
        blocks[head(entry) + 1] = value;
    }

    private int head(int entry) {
        return entry * stride + numbers * Long.BYTES;
    }

    /** The entry of the key that is these bytes, or {@link #ABSENT}. */
    public int find(byte[] key, int start, int length) {
        int hash = hash(key, start, length);
        return find(candidate(hash), hash, key, start, length);
    }

    /** The first half of {@link #find}, which walks to memory once: for keys of this {@link #hash}. */
    public int candidate(int hash) {
        return slots[slotOf(hash)];
    }

    /** The other half. */
    public int find(int candidate, int hash, byte[] key, int start, int length) {
        int mask = slots.length - 1;
        int taken = candidate;
        for (int slot = slotOf(hash); ; taken = slots[slot]) {
            if (taken == 0) {
                return ABSENT;
            }
            int entry = (taken & mask) - 1;
            if ((taken ^ hash << slotBits) >>> slotBits == 0 && isKey(entry, key, start, length)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
    }

    private boolean isKey(int entry, byte[] key, int start, int length) {
        int head = head(entry);
        if (blocks[head] == APART) {
            int begin = apartBegin(head);
            return Arrays.equals(longKeys, begin, begin + apartLength(head), key, start, start + length);
        }
        return blocks[head] == length
                && Arrays.equals(blocks, head + HEAD, head + HEAD + length, key, start, start + length);
    }

    private int apartBegin(int head) {
        return (int) INT.get(blocks, head + HEAD);
    }

    private int apartLength(int head) {
        return (int) INT.get(blocks, head + HEAD + Integer.BYTES);
    }

    private int length(int entry) {
        int head = head(entry);
        return blocks[head] == APART ? apartLength(head) : blocks[head];
    }

    /** An entry's key. */
    public byte[] key(int entry) {
        byte[] key = new byte[length(entry)];
        copyKey(entry, key, 0);
        return key;
    }

    /** @return where the copy ends */
    private int copyKey(int entry, byte[] to, int at) {
        int head = head(entry);
        int length = length(entry);
        if (blocks[head] == APART) {
            System.arraycopy(longKeys, apartBegin(head), to, at, length);
        } else {
            System.arraycopy(blocks, head + HEAD, to, at, length);
        }
        return at + length;
    }

    /**
     * Adds a key that isn't there.
     *
     * @return its entry, which is the number of keys before
     */
    public int add(byte[] key, int start, int length) {
        boolean apart = length > LONGEST_IN_BLOCK;
        int least = strideFor(apart ? 2 * Integer.BYTES : length);
        if (size == capacity || least > stride) {
            resize(size == capacity ? more() : capacity, Math.max(stride, least));
        }
        int entry = size++;
        Arrays.fill(blocks, entry * stride, (entry + 1) * stride, (byte) 0);
        int head = head(entry);
        if (apart) {
            blocks[head] = APART;
            putApart(head, key, start, length);
        } else {
            blocks[head] = (byte) length;
            System.arraycopy(key, start, blocks, head + HEAD, length);
        }
        keyBytes = Math.addExact(keyBytes, length);
        if (size > slots.length / 5 * 4) {
            makeSlots(size);
            placeAll();
        } else {
            place(entry, hash(key, start, length));
        }
        return entry;
    }

    private int more() {
        return Math.addExact(capacity, capacity < MANY_ENTRIES ? capacity / 2 : capacity / 16);
    }

    /** @param from may be {@link #longKeys} itself, not before its end */
    private void putApart(int head, byte[] from, int start, int length) {
        if (length > longKeys.length - longKeysEnd) {
            longKeys = Arrays.copyOf(
                    longKeys,
                    Math.max(Math.addExact(longKeysEnd, length), Math.addExact(longKeys.length, longKeys.length / 2)));
        }
        System.arraycopy(from, start, longKeys, longKeysEnd, length);
        INT.set(blocks, head + HEAD, longKeysEnd);
        INT.set(blocks, head + HEAD + Integer.BYTES, length);
        longKeysEnd += length;
    }

    private void resize(int entries, int bytes) {
        if (bytes == stride) {
            blocks = Arrays.copyOf(blocks, Math.multiplyExact(entries, bytes));
        } else {
            byte[] wider = new byte[Math.multiplyExact(entries, bytes)];
            for (int entry = 0; entry < size; entry++) {
                System.arraycopy(blocks, entry * stride, wider, entry * bytes, stride);
            }
            blocks = wider;
            stride = bytes;
        }
        capacity = entries;
    }

    private void place(int entry, int hash) {
        int mask = slots.length - 1;
        int slot = slotOf(hash);
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = hash << slotBits | entry + 1;
    }

    private int slotOf(int hash) {
        return hash * GOLDEN_RATIO >>> Integer.SIZE - slotBits;
    }

    /** Whether there are a third more than {@link #retain} left, or a quarter more than when it was last of no use. */
    public boolean isCrowded() {
        return size >= crowd;
    }

    /** Like {@link #retain}, unless less than a quarter would go: then null. */
    public int @Nullable [] retainIfWorth(IntPredicate kept) {
        int gone = 0;
        for (int entry = 0; entry < size; entry++) {
            gone += kept.test(entry) ? 0 : 1;
        }
        if (gone < size / 4) {
            crowd = Math.max(LEAST_TO_RETAIN, size + size / 4);
            return null;
        }
        return retain(kept);
    }

    /**
     * Removes the keys whose entry isn't kept; the others keep their order and their numbers.
     *
     * @param kept is asked for each entry in turn
     * @return the new entry by the old one, or {@link #ABSENT}
     */
    public int[] retain(IntPredicate kept) {
        int[] moved = new int[size];
        int left = 0;
        longKeysEnd = 0;
        keyBytes = 0;
        for (int entry = 0; entry < size; entry++) {
            if (!kept.test(entry)) {
                moved[entry] = ABSENT;
                continue;
            }
            System.arraycopy(blocks, entry * stride, blocks, left * stride, stride);
            int head = head(left);
            if (blocks[head] == APART) {
                putApart(head, longKeys, apartBegin(head), apartLength(head));
            }
            keyBytes += length(left);
            moved[entry] = left++;
        }
        size = left;
        crowd = Math.max(LEAST_TO_RETAIN, size + size / 3);
        Arrays.fill(slots, 0);
        placeAll();
        return moved;
    }

    private void placeAll() {
        for (int entry = 0; entry < size; entry++) {
            int head = head(entry);
            place(
                    entry,
                    blocks[head] == APART
                            ? hash(longKeys, apartBegin(head), apartLength(head))
                            : hash(blocks, head + HEAD, blocks[head]));
        }
    }

    /** How many bytes {@link #writeKeys} writes. */
    public long writtenBytes() {
        return Integer.BYTES * (1L + size) + keyBytes;
    }

    /** How many there are, where each key ends behind the first's begin, and the keys. */
    public void writeKeys(ByteBuffer out) {
        int[] ends = new int[size];
        byte[] keys = new byte[keyBytes];
        int end = 0;
        for (int entry = 0; entry < size; entry++) {
            end = copyKey(entry, keys, end);
            ends[entry] = end;
        }
        out.putInt(size);
        Blocks.write(ends, size, out);
        out.put(keys);
    }

    /** The numbers, entry by entry. */
    void writeNumbers(ByteBuffer out) {
        for (int entry = 0; entry < size; entry++) {
            out.put(blocks, entry * stride, numbers * Long.BYTES);
        }
    }

    void writeMarks(ByteBuffer out) {
        for (int entry = 0; entry < size; entry++) {
            out.put(mark(entry));
        }
    }

    /** @param in has what {@link #writeKeys} wrote */
    public static KeyTable readKeys(int numbers, ByteBuffer in) {
        KeyTable table = new KeyTable(numbers);
        int size = in.getInt();
        int[] ends = Blocks.readInts(size, size, in);
        byte[] keys = new byte[size == 0 ? 0 : ends[size - 1]];
        in.get(keys);
        int longest = 0;
        for (int entry = 0, begin = 0; entry < size; begin = ends[entry++]) {
            longest = Math.max(longest, ends[entry] - begin);
        }
        table.resize(Math.max(LEAST_ENTRIES, size), table.strideFor(Math.min(longest, LONGEST_IN_BLOCK)));
        for (int entry = 0, begin = 0; entry < size; begin = ends[entry++]) {
            table.add(keys, begin, ends[entry] - begin);
        }
        table.crowd = Math.max(LEAST_TO_RETAIN, size);
        return table;
    }

    void readNumbers(ByteBuffer in) {
        for (int entry = 0; entry < size; entry++) {
            in.get(blocks, entry * stride, numbers * Long.BYTES);
        }
    }

    void readMarks(ByteBuffer in) {
        for (int entry = 0; entry < size; entry++) {
            mark(entry, in.get());
        }
    }

    /** Of a key. Not part of any state: it's computed anew for keys that are read back. */
    public static int hash(byte[] bytes, int start, int length) {
        long hash = length;
        int end = start + length;
        int at = start;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash ^ (long) LONG.get(bytes, at));
        }
        if (end - at >= Integer.BYTES) {
            hash = mixed(hash ^ (int) INT.get(bytes, at));
            at += Integer.BYTES;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xFF;
        }
        hash = (hash ^ rest) * SECOND_MIX;
        return (int) (hash ^ hash >>> Integer.SIZE);
    }

    private static long mixed(long bits) {
        long product = bits * FIRST_MIX;
        return product ^ product >>> Integer.SIZE;
    }
}
