package dev.weir.streams.judge;

import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.KeyTable;
import dev.weir.streams.fate.LedgerRange;
import dev.weir.streams.fate.PartitionFates;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides the fates of batches and emits what comes of them: events with their fates, dead letters, for each batch its
 * range of the ledger, and the partition's watermark. One per reading subtask, in its task's thread. Emitted rows of events
 * are valid until the next one.
 */
public final class Judge {

    private static final Fate[] FATES = Fate.values();
    /** So many events are looked up, judged and combined before the next ones: what is known of them stays in a processor's cache. */
    private static final int CHUNK = 1024;

    private final FateCounts counts;
    private final Identities identities;
    private final EventRows rows;
    private final Judged judged;
    private final boolean[] emitted;
    /** Of the batch at hand, by fate. */
    private final long[] judgedOf = new long[FATES.length];
    /** By row of the batch at hand, what is remembered of its identity. */
    private int[] found = new int[0];

    private final int[] events = new int[CHUNK];
    private final int[] hashes = new int[CHUNK];
    private final int[] candidates = new int[CHUNK];

    private long appendTime;
    private long appendedThen;

    /** @param metrics of the operator */
    public Judge(MetricGroup metrics, Reading reading) {
        counts = new FateCounts(metrics, reading.stream());
        identities = reading.identities();
        rows = reading.rows();
        emitted = reading.emitted();
        judged = new Judged(reading.rollups());
    }

    /** A partition is read from now on; what was counted of it before counts here. */
    public void begin(JudgedPartition partition) {
        counts.add(partition.fates());
    }

    /**
     * Judges a batch, which must begin where the partition's last one ended.
     *
     * @param output of this partition alone
     */
    public void judge(Batch batch, JudgedPartition partition, SourceOutput<RowData> output) {
        PartitionFates fates = partition.fates();
        // Of a fork it is told at once where it begins, even if nothing comes for long.
        if (batch.to() > batch.from() || fates.follows() != null) {
            LedgerRange range = fates.begin(batch.partition(), batch.from());
            long restarts = fates.restarts();
            long givenUp = fates.rangesGivenUp();
            judgeAll(batch, partition, range, output);
            range.misplaced(batch.misplaced());
            range.end(batch.to(), fates.restarts() - restarts, fates.rangesGivenUp() - givenUp);
            output.collect(judged.range(range));
        }
        // Also without records: a restored partition says again how far its time is.
        if (fates.watermark() != PartitionFates.NO_TIME) {
            output.emitWatermark(new Watermark(fates.watermark()));
        }
    }

    /**
     * Time goes on without an event.
     *
     * @param watermark up to which nothing more is on time
     */
    public void passTo(long watermark, JudgedPartition partition, SourceOutput<RowData> output) {
        partition.fates().watermarkIs(watermark);
        partition.rollups().passed(partition.fates().watermark(), emitting(output));
    }

    private PartitionRollups.Output emitting(SourceOutput<RowData> output) {
        return (rollup, row) -> output.collect(judged.rollup(rollup, row));
    }

    private void judgeAll(Batch batch, JudgedPartition partition, LedgerRange range, SourceOutput<RowData> output) {
        PartitionFates fates = partition.fates();
        PartitionRollups rollups = partition.rollups();
        PartitionRollups.Output rolledUp = emitting(output);
        rollups.forget(fates);
        makeRoom(batch.columns().rows());
        rollups.begin(batch.columns(), batch.times(), found);
        for (int record = 0; record < batch.size(); record++) {
            if (record % CHUNK == 0) {
                rollups.end();
                find(batch, record, Math.min(record + CHUNK, batch.size()), fates);
            }
            switch (batch.kind(record)) {
                case HEARTBEAT -> {
                    fates.heartbeat(batch.heartbeatTime(record));
                    range.addHeartbeat(batch.offset(record));
                }
                case DEAD -> {
                    RowData letter = batch.other(record);
                    String reason = DeadLetters.reason(letter);
                    counts.dead(reason);
                    account(batch, record, fates.dead(reason), range);
                    output.collect(judged.dead(letter), batch.appendTime(record));
                }
                case TIMELESS -> emit(batch, record, account(batch, record, fates.timeless(), range), output);
                case EVENT -> {
                    Fate fate = account(batch, record, judge(batch, record, fates), range);
                    range.seen(batch.time(record));
                    emit(batch, record, fate, output);
                    rollups.take(fate, batch.row(record), fates);
                }
            }
            rollups.passed(fates.watermark(), rolledUp);
        }
        rollups.end();
        count();
    }

    private void makeRoom(int rows) {
        if (found.length < rows) {
            found = new int[rows];
        }
    }

    /**
     * In loops that do little each, so that the walks to memory of many events overlap.
     *
     * @param from the first record
     * @param to the record behind the last, {@link #CHUNK} further at most
     */
    private void find(Batch batch, int from, int to, PartitionFates fates) {
        int count = 0;
        for (int record = from; record < to; record++) {
            if (batch.kind(record) == Batch.Kind.EVENT) {
                events[count++] = batch.row(record);
            }
        }
        identities.show(batch.columns(), events, count);
        byte[] bytes = identities.bytes();
        for (int i = 0; i < count; i++) {
            hashes[i] = KeyTable.hash(bytes, identities.start(events[i]), identities.length(events[i]));
        }
        fates.candidates(hashes, candidates, count);
        for (int i = 0; i < count; i++) {
            int row = events[i];
            found[row] = fates.find(candidates[i], hashes[i], bytes, identities.start(row), identities.length(row));
        }
    }

    private Fate judge(Batch batch, int record, PartitionFates fates) {
        int row = batch.row(record);
        return fates.judge(
                found[row],
                batch.time(record),
                identities.bytes(),
                identities.start(row),
                identities.length(row),
                identities.sequence(row));
    }

    private Fate account(Batch batch, int record, Fate fate, LedgerRange range) {
        range.add(fate, batch.offset(record));
        judgedOf[fate.ordinal()]++;
        if (fate != Fate.DUPLICATE && fate != Fate.DEAD) {
            appended(batch.appendTime(record));
        }
        return fate;
    }

    private void emit(Batch batch, int record, Fate fate, SourceOutput<RowData> output) {
        if (emitted[fate.ordinal()]) {
            output.collect(judged.event(fate, rows.row(batch, record, fate)), batch.appendTime(record));
        }
    }

    /** Records that were sent together have one append time. */
    private void appended(long time) {
        if (time != appendTime) {
            countAppended();
            appendTime = time;
        }
        appendedThen++;
    }

    private void countAppended() {
        if (appendedThen > 0 && appendTime != ConsumerRecord.NO_TIMESTAMP) {
            counts.appended(appendTime, appendedThen);
        }
        appendedThen = 0;
    }

    private void count() {
        countAppended();
        for (Fate fate : FATES) {
            counts.judged(fate, judgedOf[fate.ordinal()]);
        }
        Arrays.fill(judgedOf, 0);
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
