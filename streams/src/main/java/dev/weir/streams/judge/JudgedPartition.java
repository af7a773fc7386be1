package dev.weir.streams.judge;

import dev.weir.streams.fate.PartitionFates;
import dev.weir.streams.rollup.RollupState;
import java.nio.ByteBuffer;

/** What one partition's events are judged and combined by; its state moves with the partition. */
public final class JudgedPartition {

    private final PartitionFates fates;
    private final PartitionRollups rollups;

    JudgedPartition(PartitionFates fates, PartitionRollups rollups) {
        this.fates = fates;
        this.rollups = rollups;
    }

    public PartitionFates fates() {
        return fates;
    }

    PartitionRollups rollups() {
        return rollups;
    }

    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(writtenBytes());
        write(out);
        return out.array();
    }

    /**
     * How many bytes {@link #write} writes.
     *
     * @throws ArithmeticException if they are more than 2 GB
     */
    public int writtenBytes() {
        long size = 2L * Integer.BYTES + fates.writtenBytes();
        for (RollupState rollup : rollups.states()) {
            size += Integer.BYTES + rollup.writtenBytes();
        }
        return Math.toIntExact(size);
    }

    public void write(ByteBuffer out) {
        out.putInt(Math.toIntExact(fates.writtenBytes()));
        fates.write(out);
        out.putInt(rollups.states().size());
        for (RollupState rollup : rollups.states()) {
            out.putInt(Math.toIntExact(rollup.writtenBytes()));
            rollup.write(out);
        }
    }
}
