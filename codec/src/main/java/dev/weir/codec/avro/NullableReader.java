package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * A union of null and one type.
 *
 * @param nullBranch which of the two branches is null
 */
record NullableReader(int nullBranch, ValueReader value) implements ValueReader {

    @Override
    public @Nullable Object read(AvroInput in) throws Rejection {
        return isNull(in, nullBranch) ? null : value.read(in);
    }

    @Override
    public void read(AvroInput in, Column into, int row) throws Rejection {
        if (isNull(in, nullBranch)) {
            into.setNull(row);
        } else {
            value.read(in, into, row);
        }
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        if (!isNull(in, nullBranch)) {
            value.skip(in);
        }
    }

    static boolean isNull(AvroInput in, int nullBranch) throws Rejection {
        long branch = in.readLong();
        if (branch >> 1 != 0) {
            throw Rejection.malformed("one of 2 union branches", "an index beyond them");
        }
        return branch == nullBranch;
    }
}
