package dev.weir.streams.fate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Numbers the keys that it is given from 0, by their exact bytes. The keys lie one after another in one array, so that a
 * million of them are a few objects, and a copy of them is a few block moves.
 */
public final class KeyTable {

    /** Entry of a key that isn't there. */
    public static final int ABSENT = -1;

    private static final int LEAST_SLOTS = 16;
    private static final int LEAST_BYTES = 256;
    private static final int GOLDEN_RATIO = 0x9E3779B9;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** Odd numbers that spread bits well, from the finalisers of MurmurHash3 and of SplitMix64. */
    private static final long FIRST_MIX = 0xff51afd7ed558ccdL;

    private static final long SECOND_MIX = 0xbf58476d1ce4e5b9L;

    private int size;
    private byte[] bytes = new byte[LEAST_BYTES];
    /** Where the key of an entry ends in {@link #bytes}; it begins where the one before ends. */
    private int[] ends = new int[LEAST_SLOTS / 2];

    /**
     * Entry + 1 in the lower half and its key's hash in the upper, at that hash or, if the place is taken, at the next free
     * one; 0 is free. Together, since each array that is looked at costs a walk to memory.
     */
    private long[] slots = new long[LEAST_SLOTS];

    private int retained;

    public int size() {
        return size;
    }

    /** How many entries there can be before {@link #add} makes room for twice as many. */
    public int capacity() {
        return ends.length;
    }

    /** The entry of the key that is these bytes, or {@link #ABSENT}. */
    public int find(byte[] key, int start, int length) {
        int hash = hash(key, start, length);
        return find(candidate(hash), hash, key, start, length);
    }

    /** The first half of {@link #find}, which walks to memory once: for keys of this {@link #hash}. */
    public long candidate(int hash) {
        return slots[slotOf(hash)];
    }

    /** The other half. */
    public int find(long candidate, int hash, byte[] key, int start, int length) {
        int mask = slots.length - 1;
        long taken = candidate;
        for (int slot = slotOf(hash); ; taken = slots[slot]) {
            int entry = (int) taken - 1;
            if (entry == ABSENT || hashIn(taken) == hash && isKey(entry, key, start, length)) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
    }

    private boolean isKey(int entry, byte[] key, int start, int length) {
        return Arrays.equals(bytes, begin(entry), ends[entry], key, start, start + length);
    }

    /** Where an entry's key begins in {@link #bytes}. */
    public int begin(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    /** Where an entry's key ends in {@link #bytes}. */
    public int end(int entry) {
        return ends[entry];
    }

    /** Where all keys are; not to be changed, and valid until the next is added. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Adds a key that isn't there.
     *
     * @return its entry, which is the number of keys before
     */
    public int add(byte[] key, int start, int length) {
        if (size == capacity()) {
            resize(2 * capacity());
        }
        int begin = begin(size);
        if (length > bytes.length - begin) {
            bytes = Arrays.copyOf(bytes, Math.max(begin + length, Math.multiplyExact(bytes.length, 2)));
        }
        System.arraycopy(key, start, bytes, begin, length);
        ends[size] = begin + length;
        place(size, hash(key, start, length));
        return size++;
    }

    private void resize(int capacity) {
        ends = Arrays.copyOf(ends, capacity);
        long[] before = slots;
        slots = new long[2 * capacity];
        for (long taken : before) {
            if (taken != 0) {
                place((int) taken - 1, hashIn(taken));
            }
        }
    }

    private void place(int entry, int hash) {
        int mask = slots.length - 1;
        int slot = slotOf(hash);
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = (long) hash << Integer.SIZE | entry + 1;
    }

    private static int hashIn(long slot) {
        return (int) (slot >>> Integer.SIZE);
    }

    private int slotOf(int hash) {
        return hash * GOLDEN_RATIO >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }

    /**
     * Removes the keys whose entry isn't kept; the others keep their order.
     *
     * @return the new entry by the old one, or {@link #ABSENT}
     */
    public int[] retain(IntPredicate kept) {
        int[] moved = new int[size];
        int left = 0;
        int begin = 0;
        int keptEnd = 0;
        for (int entry = 0; entry < size; entry++) {
            int end = ends[entry];
            if (kept.test(entry)) {
                System.arraycopy(bytes, begin, bytes, keptEnd, end - begin);
                keptEnd += end - begin;
                ends[left] = keptEnd;
                moved[entry] = left++;
            } else {
                moved[entry] = ABSENT;
            }
            begin = end;
        }
        size = left;
        retained++;
        placeAll();
        return moved;
    }

    /** How often {@link #retain} was called: entries from before may be others since. */
    public int retained() {
        return retained;
    }

    private void placeAll() {
        Arrays.fill(slots, 0);
        for (int entry = 0; entry < size; entry++) {
            place(entry, hash(bytes, begin(entry), ends[entry] - begin(entry)));
        }
    }

    /** How many bytes {@link #write} writes. */
    public long writtenBytes() {
        return Integer.BYTES * (1L + size) + begin(size);
    }

    public void write(ByteBuffer out) {
        out.putInt(size);
        Blocks.write(ends, size, out);
        out.put(bytes, 0, begin(size));
    }

    public static KeyTable read(ByteBuffer in) {
        KeyTable table = new KeyTable();
        int size = in.getInt();
        table.ends = Blocks.readInts(size, capacityFor(size), in);
        table.size = size;
        table.bytes = new byte[Math.max(LEAST_BYTES, table.begin(size))];
        in.get(table.bytes, 0, table.begin(size));
        table.slots = new long[2 * table.ends.length];
        table.placeAll();
        return table;
    }

    private static int capacityFor(int size) {
        return Math.max(LEAST_SLOTS / 2, size <= 1 ? 1 : Integer.highestOneBit(size - 1) * 2);
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
