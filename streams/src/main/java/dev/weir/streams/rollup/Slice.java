package dev.weir.streams.rollup;

import dev.weir.streams.fate.Blocks;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a stretch of event time has of each group: its cell, numbered by first appearance. A window is one slice or more. */
final class Slice {

    private static final int LEAST_CELLS = 8;
    /** From which size on it grows by a sixteenth instead of a quarter. */
    private static final int MANY_CELLS = 4096;

    private final long start;
    private final int stride;
    private int size;
    /** By cell. */
    private int[] groups;

    private GroupIndex index = new GroupIndex();
    /** All words of a cell together, since an event touches most of them. */
    private long[] words;

    private Texts texts = new Texts();

    /** Which of the chunk's slices it is while one is added. */
    int local = GroupIndex.ABSENT;

    /** @param expected how many cells there will be, more or less */
    Slice(long start, int stride, int expected) {
        this(
                start,
                stride,
                new int[Math.max(LEAST_CELLS, expected)],
                new long[Math.multiplyExact(Math.max(LEAST_CELLS, expected), stride)]);
    }

    private Slice(long start, int stride, int[] groups, long[] words) {
        this.start = start;
        this.stride = stride;
        this.groups = groups;
        this.words = words;
    }

    long start() {
        return start;
    }

    int size() {
        return size;
    }

    int group(int cell) {
        return groups[cell];
    }

    /** Valid until a cell is added. */
    long[] words() {
        return words;
    }

    Texts texts() {
        return texts;
    }

    int find(int group) {
        return index.find(group);
    }

    /** Where a cell begins in {@link #words}. */
    int begin(int cell) {
        return cell * stride;
    }

    int findOrAdd(int group) {
        int cell = index.find(group);
        return cell == GroupIndex.ABSENT ? add(group) : cell;
    }

    private int add(int group) {
        if (size == groups.length) {
            int room = size + (size < MANY_CELLS ? size >> 2 : size >> 4);
            groups = Arrays.copyOf(groups, room);
            words = Arrays.copyOf(words, Math.multiplyExact(room, stride));
        }
        groups[size] = group;
        index.put(group, size);
        return size++;
    }

    /** Groups have new numbers. */
    void renumber(int[] moved) {
        for (int cell = 0; cell < size; cell++) {
            groups[cell] = moved[groups[cell]];
        }
        index = GroupIndex.of(groups, size);
    }

    long writtenBytes() {
        return Long.BYTES + Integer.BYTES + (Integer.BYTES + (long) Long.BYTES * stride) * size + texts.writtenBytes();
    }

    void write(ByteBuffer out) {
        out.putLong(start).putInt(size);
        Blocks.write(groups, size, out);
        Blocks.write(words, size * stride, out);
        texts.write(out);
    }

    /** The first cell, without its group. */
    byte[] cellBytes() {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(Long.BYTES * (long) stride + texts.writtenBytes()));
        Blocks.write(words, stride, out);
        texts.write(out);
        return out.array();
    }

    /** One cell, of group 0, that {@link #cellBytes} wrote. */
    static Slice ofCell(int stride, ByteBuffer in) {
        Slice slice = ofEmptyCell(stride);
        slice.words = Blocks.readLongs(stride, stride, in);
        slice.texts = Texts.read(in);
        return slice;
    }

    /** One cell, of group 0, that has counted nothing. */
    static Slice ofEmptyCell(int stride) {
        Slice slice = new Slice(0, stride, new int[1], new long[stride]);
        slice.findOrAdd(0);
        return slice;
    }

    static Slice read(int stride, ByteBuffer in) {
        Slice slice = new Slice(in.getLong(), stride, 0);
        slice.size = in.getInt();
        int room = Math.max(LEAST_CELLS, slice.size);
        slice.groups = Blocks.readInts(slice.size, room, in);
        slice.words = Blocks.readLongs(slice.size * stride, room * stride, in);
        slice.index = GroupIndex.of(slice.groups, slice.size);
        slice.texts = Texts.read(in);
        return slice;
    }
}
