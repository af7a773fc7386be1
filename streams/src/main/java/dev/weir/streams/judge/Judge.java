package dev.weir.streams.judge;

import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.LedgerRange;
import dev.weir.streams.fate.PartitionFates;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

/**
 * Decides the fates of batches and emits what comes of them: events with their fates, dead letters, for each batch its
 * range of the ledger, and the partition's watermark. One per reading subtask, in its task's thread.
 */
public final class Judge {

    private static final StringData[] NAMES = Arrays.stream(Fate.values())
            .map(Fate::name)
            .map(StringData::fromString)
            .toArray(StringData[]::new);

    private final FateCounts counts;
    private final int fatePosition;

    /** @param metrics of the operator */
    public Judge(MetricGroup metrics, Reading reading) {
        counts = new FateCounts(metrics, reading.stream());
        fatePosition = reading.fatePosition();
    }

    /** A partition is read from now on; what was counted of it before counts here. */
    public void begin(PartitionFates fates) {
        counts.add(fates);
    }

    /**
     * Judges a batch, which must begin where the partition's last one ended.
     *
     * @param output of this partition alone
     */
    public void judge(Batch batch, PartitionFates fates, SourceOutput<RowData> output) {
        // Of a fork it is told at once where it begins, even if nothing comes for long.
        if (batch.to() > batch.from() || fates.follows() != null) {
            LedgerRange range = fates.begin(batch.partition(), batch.from());
            long restarts = fates.restarts();
            long givenUp = fates.rangesGivenUp();
            for (int record = 0; record < batch.size(); record++) {
                if (batch.kind(record) == Batch.Kind.HEARTBEAT) {
                    fates.heartbeat(batch.time(record));
                    range.addHeartbeat(batch.offset(record));
                } else {
                    Fate fate = judge(batch, record, fates, range, output);
                    range.add(fate, batch.offset(record));
                }
            }
            range.misplaced(batch.misplaced());
            range.end(batch.to(), fates.restarts() - restarts, fates.rangesGivenUp() - givenUp);
            output.collect(Judged.range(range));
        }
        // Also without records: a restored partition says again how far its time is.
        if (fates.watermark() != PartitionFates.NO_TIME) {
            output.emitWatermark(new Watermark(fates.watermark()));
        }
    }

    private Fate judge(Batch batch, int record, PartitionFates fates, LedgerRange range, SourceOutput<RowData> output) {
        RowData row = batch.row(record);
        long appendTime = batch.appendTime(record);
        if (batch.kind(record) == Batch.Kind.DEAD) {
            String reason = DeadLetters.reason(row);
            counts.dead(reason);
            output.collect(Judged.dead(row), appendTime);
            return fates.dead(reason);
        }
        Fate fate;
        if (batch.kind(record) == Batch.Kind.TIMELESS) {
            fate = fates.timeless();
        } else {
            long time = batch.time(record);
            fate = fates.judge(time, batch.key(record), 0, batch.key(record).length, batch.sequence(record));
            range.seen(time);
        }
        counts.judged(fate, appendTime);
        if (fatePosition >= 0) {
            ((GenericRowData) row).setField(fatePosition, NAMES[fate.ordinal()]);
        }
        output.collect(Judged.event(fate, row), appendTime);
        return fate;
    }

    /** What was emitted until now is in this checkpoint. */
    public void snapshot(long checkpoint) {
        counts.snapshot(checkpoint);
    }

    /** This checkpoint is complete. */
    public void complete(long checkpoint) {
        counts.complete(checkpoint);
    }
}
