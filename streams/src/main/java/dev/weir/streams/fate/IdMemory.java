package dev.weir.streams.fate;

import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The ids that one partition has seen, each with the newest event time that it was accepted with. */
final class IdMemory implements Memory {

    private static final int TIME = 0;

    private final long within;
    private final KeyTable ids;
    private int last = KeyTable.ABSENT;

    /** @param within in milliseconds, how far apart two events with one id may be and still be the same */
    IdMemory(long within) {
        this(within, new KeyTable(1));
    }

    private IdMemory(long within, KeyTable ids) {
        this.within = within;
        this.ids = ids;
    }

    @Override
    public KeyTable keys() {
        return ids;
    }

    @Override
    public Known take(int found, byte[] id, int start, int length, long sequence, long time, long horizon) {
        int entry = found == KeyTable.ABSENT ? ids.find(id, start, length) : found;
        if (entry == KeyTable.ABSENT) {
            last = ids.add(id, start, length);
            ids.number(last, TIME, time);
            return Known.NEW;
        }
        last = entry;
        long known = ids.number(entry, TIME);
        if (known >= horizon && Math.abs(time - known) <= within) {
            return Known.REPEAT;
        }
        ids.number(entry, TIME, known < horizon ? time : Math.max(known, time));
        return Known.NEW;
    }

    @Override
    public int entry() {
        return last;
    }

    @Override
    public int @Nullable [] forget(long horizon, IntPredicate held) {
        return ids.retainIfWorth(entry -> ids.number(entry, TIME) >= horizon || held.test(entry));
    }

    @Override
    public void forgetAll(long horizon) {
        ids.retain(entry -> ids.number(entry, TIME) >= horizon);
    }

    @Override
    public long writtenBytes() {
        return ids.writtenBytes() + (long) Long.BYTES * ids.size();
    }

    @Override
    public void write(ByteBuffer out) {
        ids.writeKeys(out);
        ids.writeNumbers(out);
    }

    static IdMemory read(long within, ByteBuffer in) {
        IdMemory memory = new IdMemory(within, KeyTable.readKeys(1, in));
        memory.ids.readNumbers(in);
        return memory;
    }
}
