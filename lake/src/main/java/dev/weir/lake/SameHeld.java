package dev.weir.lake;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;

/**
 * Lets a commit through only if the table holds what it was made for. Without that a commit that is tried again, since
 * somebody else was faster, would say what isn't true any more.
 */
record SameHeld(Ranges held) implements SnapshotAncestryValidator {

    @Override
    public boolean validate(Iterable<Snapshot> ancestry) {
        return SnapshotRanges.held(ancestry).equals(held);
    }

    @Override
    public String errorMessage() {
        return "a delivery has added rows meanwhile";
    }
}
