package dev.weir.lake;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Adds the files of a checkpoint to a table, in one snapshot that says which records they have. What the table has already
 * is known by that, too, whichever job or attempt brought it.
 */
final class LakeCommitter implements Committer<LakeWrite> {

    private final Supplier<Table> load;
    private final Closeable closing;
    private @Nullable Table table;

    /**
     * @param load asked once, for the first commit
     * @param closing closed with this
     */
    LakeCommitter(Supplier<Table> load, Closeable closing) {
        this.load = load;
        this.closing = closing;
    }

    @Override
    public void commit(Collection<CommitRequest<LakeWrite>> requests) throws IOException {
        Ranges added = requests.stream()
                .map(request -> request.getCommittable().ranges())
                .reduce(Ranges.NONE, Ranges::and);
        if (added.isEmpty()) {
            return;
        }
        Table current = table == null ? load.get() : table;
        table = current;
        current.refresh();
        Ranges held = SnapshotRanges.held(current);
        if (held.reachBeyond(added)) {
            requests.forEach(CommitRequest::signalAlreadyCommitted);
            return;
        }
        if (!held.endBefore(added)) {
            throw new SuppressRestartsException(
                    new IOException("The table " + current.name() + " has some of the rows of"
                            + " offsets " + added.text() + ", but not all: it holds " + held.text()
                            + ". Somebody else delivers to it. Stop one of them, and run this one again."));
        }
        AppendFiles append = current.newAppend();
        for (CommitRequest<LakeWrite> request : requests) {
            for (DataFile file : request.getCommittable().files().dataFiles()) {
                refuseIfGone(file, current);
                append.appendFile(file);
            }
        }
        append.set(SnapshotRanges.ADDED, added.text())
                .set(SnapshotRanges.HELD, held.and(added).text())
                .validateWith(new SameHeld(held))
                .commit();
    }

    /** A job that was away for longer than stray files are kept would break the table. */
    private static void refuseIfGone(DataFile file, Table table) throws SuppressRestartsException {
        if (!table.io().newInputFile(file.location()).exists()) {
            throw new SuppressRestartsException(new IOException("The file " + file.location()
                    + ", which was written but not committed, is gone. Give the delivery another name in weir.yaml and run"
                    + " it: it begins anew, and leaves out what the table has."));
        }
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
