package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The ids that one partition has seen, each with the newest event time that it was accepted with. */
final class IdMemory implements Memory {

    private final long within;
    private final KeyTable ids;
    private long[] times;

    /** @param within in milliseconds, how far apart two events with one id may be and still be the same */
    IdMemory(long within) {
        this(within, new KeyTable());
    }

    private IdMemory(long within, KeyTable ids) {
        this.within = within;
        this.ids = ids;
        this.times = new long[ids.capacity()];
    }

    @Override
    public KeyTable keys() {
        return ids;
    }

    @Override
    public long touch(int[] entries, int count) {
        long seen = 0;
        for (int i = 0; i < count; i++) {
            seen += entries[i] < 0 ? 0 : times[entries[i]];
        }
        return seen;
    }

    @Override
    public Known take(int found, byte[] id, int start, int length, long sequence, long time, long horizon) {
        int entry = found == KeyTable.ABSENT ? ids.find(id, start, length) : found;
        if (entry == KeyTable.ABSENT) {
            add(id, start, length, time, horizon);
            return Known.NEW;
        }
        long known = times[entry];
        if (known >= horizon && Math.abs(time - known) <= within) {
            return Known.REPEAT;
        }
        times[entry] = known < horizon ? time : Math.max(known, time);
        return Known.NEW;
    }

    private void add(byte[] id, int start, int length, long time, long horizon) {
        if (ids.size() == ids.capacity() && isWorthForgetting(horizon)) {
            forget(horizon);
        }
        int entry = ids.add(id, start, length);
        if (entry >= times.length) {
            times = Arrays.copyOf(times, ids.capacity());
        }
        times[entry] = time;
    }

    private boolean isWorthForgetting(long horizon) {
        int old = 0;
        for (int entry = 0; entry < ids.size(); entry++) {
            old += times[entry] < horizon ? 1 : 0;
        }
        return old >= ids.size() / 4;
    }

    @Override
    public void forget(long horizon) {
        int[] moved = ids.retain(entry -> times[entry] >= horizon);
        for (int entry = 0; entry < moved.length; entry++) {
            if (moved[entry] != KeyTable.ABSENT) {
                times[moved[entry]] = times[entry];
            }
        }
    }

    @Override
    public long writtenBytes() {
        return ids.writtenBytes() + (long) Long.BYTES * ids.size();
    }

    @Override
    public void write(ByteBuffer out) {
        ids.write(out);
        Blocks.write(times, ids.size(), out);
    }

    static IdMemory read(long within, ByteBuffer in) {
        IdMemory memory = new IdMemory(within, KeyTable.read(in));
        memory.times = Blocks.readLongs(memory.ids.size(), memory.ids.capacity(), in);
        return memory;
    }
}
