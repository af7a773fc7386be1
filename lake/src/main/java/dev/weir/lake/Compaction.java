package dev.weir.lake;

import dev.weir.pipeline.ConflictException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.BaseCombinedScanTask;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.flink.source.DataIterator;
import org.apache.iceberg.flink.source.RowDataFileScanTaskReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.util.StructLikeMap;

/**
 * Makes few files of many small ones, in this process and one after the other: a row group at a time is in memory. Each
 * rewriting is a snapshot of its own, with the same rows.
 */
final class Compaction {

    /** What is smaller is put together with others. */
    private static final long SMALL_BYTES = 64L << 20;
    /** Files that come out are at most about this big. */
    private static final long FULL_BYTES = 128L << 20;
    /** Rewriting fewer isn't worth it: each run would write the same rows again. */
    private static final int LEAST_FILES = 4;

    private static final int ATTEMPTS = 10;

    private final Table table;

    Compaction(Table table) {
        this.table = table;
    }

    /** What would be put together: small files of one partition of the table, in the order of their making. */
    List<List<FileScanTask>> plan() {
        Map<StructLike, List<FileScanTask>> small =
                StructLikeMap.create(table.spec().partitionType());
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (task.file().specId() == table.spec().specId()
                        && task.deletes().isEmpty()
                        && task.file().fileSizeInBytes() < SMALL_BYTES) {
                    small.computeIfAbsent(task.file().partition(), unused -> new ArrayList<>())
                            .add(task);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of table " + table.name() + " can't be listed.", e);
        }
        return small.values().stream()
                .flatMap(Compaction::full)
                .filter(group -> group.size() >= LEAST_FILES)
                .toList();
    }

    /** Groups of about the size that a file may have. */
    private static Stream<List<FileScanTask>> full(List<FileScanTask> files) {
        files.sort(Comparator.comparingLong(task -> task.file().fileSequenceNumber()));
        Map<Long, List<FileScanTask>> groups = new LinkedHashMap<>();
        long bytes = 0;
        for (FileScanTask task : files) {
            groups.computeIfAbsent(bytes / FULL_BYTES, unused -> new ArrayList<>())
                    .add(task);
            bytes += task.file().fileSizeInBytes();
        }
        return groups.values().stream();
    }

    /**
     * Rewrites files.
     *
     * @return into how many
     * @throws ConflictException if somebody else changed the same files meanwhile
     */
    int rewrite(List<FileScanTask> group) throws ConflictException {
        TaskWriterFactory<RowData> writers = LakeSink.writers(table);
        writers.initialize(0, 0);
        DataFile[] made;
        TaskWriter<RowData> writer = writers.create();
        try (writer) {
            RowDataFileScanTaskReader reader =
                    new RowDataFileScanTaskReader(table.schema(), table.schema(), null, true, List.of());
            try (DataIterator<RowData> rows =
                    new DataIterator<>(reader, new BaseCombinedScanTask(group), table.io(), table.encryption())) {
                while (rows.hasNext()) {
                    writer.write(rows.next());
                }
            }
            made = writer.complete().dataFiles();
        } catch (IOException e) {
            throw new UncheckedIOException("Files of table " + table.name() + " can't be compacted.", e);
        }
        Set<DataFile> before = group.stream().map(FileScanTask::file).collect(Collectors.toSet());
        try {
            replace(before, new HashSet<>(List.of(made)));
        } catch (ConflictException | RuntimeException e) {
            List.of(made).forEach(file -> table.io().deleteFile(file.location()));
            throw e;
        }
        return made.length;
    }

    /** Deliveries may commit meanwhile; then what the table holds is another, and is looked up again. */
    private void replace(Set<DataFile> before, Set<DataFile> after) throws ConflictException {
        if (rows(before) != rows(after)) {
            throw new IllegalStateException("Compaction of " + table.name() + " made " + rows(after) + " rows of "
                    + rows(before) + "; the table is as it was.");
        }
        for (int attempt = 1; ; attempt++) {
            table.refresh();
            Ranges held = SnapshotRanges.held(table);
            try {
                var rewrite = table.newRewrite();
                before.forEach(rewrite::deleteFile);
                after.forEach(rewrite::addFile);
                if (!held.isEmpty()) {
                    rewrite.set(SnapshotRanges.HELD, held.text());
                }
                rewrite.validateFromSnapshot(table.currentSnapshot().snapshotId())
                        .validateWith(new SameHeld(held))
                        .commit();
                return;
            } catch (ValidationException e) {
                if (attempt == ATTEMPTS) {
                    throw new ConflictException("Table " + table.name() + " changes too fast to be compacted: "
                            + e.getMessage() + ". Try again.");
                }
            }
        }
    }

    private static long rows(Collection<DataFile> files) {
        return files.stream().mapToLong(ContentFile::recordCount).sum();
    }
}
