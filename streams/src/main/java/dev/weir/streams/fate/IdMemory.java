package dev.weir.streams.fate;

import java.nio.ByteBuffer;

/** The ids that one partition has seen, each with the newest event time that it was accepted with. */
final class IdMemory implements Memory {

    private static final int TIME = 0;

    private final long within;
    private final KeyTable ids;

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
            add(id, start, length, time, horizon);
            return Known.NEW;
        }
        long known = ids.number(entry, TIME);
        if (known >= horizon && Math.abs(time - known) <= within) {
            return Known.REPEAT;
        }
        ids.number(entry, TIME, known < horizon ? time : Math.max(known, time));
        return Known.NEW;
    }

    private void add(byte[] id, int start, int length, long time, long horizon) {
        if (ids.size() == ids.capacity() && isWorthForgetting(horizon)) {
            forget(horizon);
        }
        ids.number(ids.add(id, start, length), TIME, time);
    }

    private boolean isWorthForgetting(long horizon) {
        int old = 0;
        for (int entry = 0; entry < ids.size(); entry++) {
            old += ids.number(entry, TIME) < horizon ? 1 : 0;
        }
        return old >= ids.size() / 4;
    }

    @Override
    public void forget(long horizon) {
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
