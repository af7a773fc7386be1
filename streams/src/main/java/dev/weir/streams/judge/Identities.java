package dev.weir.streams.judge;

import dev.weir.codec.ColumnKeys;
import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event is told from others by: of some events at a time, and in one thread. */
final class Identities {

    private static final byte[] NONE = new byte[0];

    private final @Nullable ColumnKeys keys;
    private final String sequenceColumn;
    private final int sequencePlace;
    private @Nullable Column sequences;

    /**
     * @param identity null if events have none
     * @param columns those that were read
     */
    Identities(FieldType.Struct fields, @Nullable Identity identity, List<String> columns) {
        keys = identity == null ? null : new ColumnKeys(fields, named(identity), columns);
        sequenceColumn = identity instanceof Identity.BySequence bySequence ? bySequence.sequence() : "";
        sequencePlace = columns.indexOf(sequenceColumn);
    }

    /** What names an event or, by sequence, its producer. */
    private static List<String> named(Identity identity) {
        return identity instanceof Identity.BySequence bySequence ? bySequence.producer() : identity.fields();
    }

    /** @throws RecordRejectedException ({@link RejectCode#MISSING_FIELD}) if a part of it is null */
    void check(Columns events, int row) throws RecordRejectedException {
        if (keys != null) {
            keys.check(events, row);
        }
        if (sequencePlace >= 0 && events.column(sequencePlace).isNull(row)) {
            throw new RecordRejectedException(RejectCode.MISSING_FIELD, sequenceColumn, "a sequence", "null");
        }
    }

    /**
     * The identities at hand are those of these rows, which were checked.
     *
     * @param rows the first {@code count} of them, ascending
     */
    void show(Columns events, int[] rows, int count) {
        if (keys != null) {
            keys.show(events, rows, count);
        }
        sequences = sequencePlace >= 0 ? events.column(sequencePlace) : null;
    }

    /** Has what names the events or their producers. */
    byte[] bytes() {
        return keys == null ? NONE : keys.bytes();
    }

    int start(int row) {
        return keys == null ? 0 : keys.start(row);
    }

    int length(int row) {
        return keys == null ? 0 : keys.length(row);
    }

    /** The producer's number; 0 without. */
    long sequence(int row) {
        return sequences == null ? 0 : sequences.longAt(row);
    }
}
