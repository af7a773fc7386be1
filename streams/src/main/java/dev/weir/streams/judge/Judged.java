package dev.weir.streams.judge;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.LedgerEntry;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.LedgerRange;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * What leaves the source, as one row: an event with its fate, a dead letter, or a range of the ledger. A row rather than a
 * class, so that Flink's own serializer carries it where operators aren't chained.
 */
public final class Judged {

    private static final int FATE = 0;
    private static final int EVENT = 1;
    private static final int DEAD = 2;
    private static final int LEDGER = 3;
    private static final int ARITY = 4;

    private static final Fate[] FATES = Fate.values();
    private static final int LEDGER_COLUMNS =
            LedgerEntry.SCHEMA.fields().fields().size();

    private final GenericRowData event = new GenericRowData(ARITY);

    Judged() {}

    public static DataType type(DataType event, DataType deadLetter) {
        return DataTypes.ROW(
                        DataTypes.FIELD("fate", DataTypes.TINYINT()),
                        DataTypes.FIELD("event", event.nullable()),
                        DataTypes.FIELD("dead", deadLetter.nullable()),
                        DataTypes.FIELD("ledger", ledgerType().nullable()))
                .notNull();
    }

    public static DataType ledgerType() {
        return DataTypes.of(FlinkTypes.rowType(LedgerEntry.SCHEMA.fields()));
    }

    /** A row that is valid until this is called again. */
    RowData event(Fate fate, RowData of) {
        event.setRowKind(of.getRowKind());
        event.setField(FATE, (byte) fate.ordinal());
        event.setField(EVENT, of);
        return event;
    }

    static RowData dead(RowData deadLetter) {
        GenericRowData judged = new GenericRowData(ARITY);
        judged.setField(DEAD, deadLetter);
        return judged;
    }

    static RowData range(LedgerRange range) {
        GenericRowData judged = new GenericRowData(ARITY);
        judged.setField(LEDGER, range.entry("", "", 0));
        return judged;
    }

    public static boolean isEvent(RowData judged) {
        return !judged.isNullAt(EVENT);
    }

    public static boolean isDead(RowData judged) {
        return !judged.isNullAt(DEAD);
    }

    public static Fate fate(RowData judged) {
        return FATES[judged.getByte(FATE)];
    }

    /** The event, with the kind of its change. */
    public static RowData event(RowData judged, int columns) {
        RowData event = judged.getRow(EVENT, columns);
        event.setRowKind(judged.getRowKind());
        return event;
    }

    public static RowData deadLetter(RowData judged) {
        return judged.getRow(DEAD, DeadLetters.columns());
    }

    public static LedgerRange range(RowData judged) {
        return LedgerRange.of(judged.getRow(LEDGER, LEDGER_COLUMNS));
    }
}
