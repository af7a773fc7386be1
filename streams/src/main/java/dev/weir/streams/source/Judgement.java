package dev.weir.streams.source;

import dev.weir.streams.fate.Fate;
import java.io.Serializable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.OutputTag;

/**
 * What both judges know of their stream.
 *
 * @param columns how many columns the events have
 * @param deadColumns how many columns dead letters have
 * @param deadTag the side output of dead letters
 */
record Judgement(String stream, int columns, int deadColumns, OutputTag<RowData> deadTag) implements Serializable {

    RowData event(RowData arrival) {
        return Arrival.event(arrival, columns);
    }

    RowData deadLetter(RowData arrival) {
        return Arrival.deadLetter(arrival, deadColumns);
    }

    String deadReason(RowData arrival) {
        return DeadLetters.reason(deadLetter(arrival));
    }

    static Fate timeliness(RowData arrival, long watermark) {
        long time = Arrival.time(arrival);
        return time == Arrival.TIMELESS || time > watermark ? Fate.ON_TIME : Fate.LATE;
    }
}
