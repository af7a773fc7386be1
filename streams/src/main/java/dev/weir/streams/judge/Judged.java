package dev.weir.streams.judge;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.LedgerEntry;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.LedgerRange;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * What leaves the source, as one row: an event with its fate, a dead letter, a range of the ledger, or a row of a roll-up. A row rather than a
 * class, so that Flink's own serializer carries it where operators aren't chained.
 */
public final class Judged {

    private static final int FATE = 0;
    private static final int EVENT = 1;
    private static final int DEAD = 2;
    private static final int LEDGER = 3;
    /** Behind these, a row for each roll-up. */
    private static final int ROLLUPS = 4;

    private static final Fate[] FATES = Fate.values();
    private static final int LEDGER_COLUMNS =
            LedgerEntry.SCHEMA.fields().fields().size();

    private final int arity;
    private final GenericRowData event;

    /** @param rollups how many there are */
    Judged(int rollups) {
        arity = ROLLUPS + rollups;
        event = new GenericRowData(arity);
    }

    /** @param rollups the types of the rows that roll-ups emit */
    public static DataType type(DataType event, DataType deadLetter, List<DataType> rollups) {
        List<DataTypes.Field> fields = new ArrayList<>(List.of(
                DataTypes.FIELD("fate", DataTypes.TINYINT()),
                DataTypes.FIELD("event", event.nullable()),
                DataTypes.FIELD("dead", deadLetter.nullable()),
                DataTypes.FIELD("ledger", ledgerType().nullable())));
        for (DataType rollup : rollups) {
            fields.add(DataTypes.FIELD("rollup" + fields.size(), rollup.nullable()));
        }
        return DataTypes.ROW(fields.toArray(DataTypes.Field[]::new)).notNull();
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

    RowData dead(RowData deadLetter) {
        GenericRowData judged = new GenericRowData(arity);
        judged.setField(DEAD, deadLetter);
        return judged;
    }

    RowData range(LedgerRange range) {
        GenericRowData judged = new GenericRowData(arity);
        judged.setField(LEDGER, range.entry("", "", 0));
        return judged;
    }

    /** @param number of the roll-up */
    RowData rollup(int number, RowData row) {
        GenericRowData judged = new GenericRowData(arity);
        judged.setField(ROLLUPS + number, row);
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

    public static boolean isRange(RowData judged) {
        return !judged.isNullAt(LEDGER);
    }

    /** The number of the roll-up whose row it is. */
    public static int rollup(RowData judged) {
        int field = ROLLUPS;
        while (judged.isNullAt(field)) {
            field++;
        }
        return field - ROLLUPS;
    }

    /** The row of a roll-up. */
    public static RowData rollup(RowData judged, int number, int columns) {
        return judged.getRow(ROLLUPS + number, columns);
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
