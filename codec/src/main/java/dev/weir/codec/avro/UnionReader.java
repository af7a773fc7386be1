package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import org.jspecify.annotations.Nullable;

/** A value that the writer marked with its branch; each branch has its own way to the reader's type. */
final class UnionReader implements ValueReader {

    private final ValueReader[] branches;

    UnionReader(ValueReader[] branches) {
        this.branches = branches;
    }

    @Override
    public @Nullable Object read(AvroInput in) throws Rejection {
        return branch(in).read(in);
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        branch(in).skip(in);
    }

    private ValueReader branch(AvroInput in) throws Rejection {
        long index = in.readLong();
        if (index < 0 || index >= branches.length) {
            throw Rejection.malformed("one of " + branches.length + " union branches", "an index beyond them");
        }
        return branches[(int) index];
    }
}
