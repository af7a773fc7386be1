package dev.weir.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Files in a table's folder that none of its snapshots knows, such as those of tasks that were killed before they could
 * commit. A file that waits for its commit is one of them, too: so only old ones count.
 */
final class StrayFiles {

    private final Table table;
    private final Map<String, Long> sizes;

    private StrayFiles(Table table, Map<String, Long> sizes) {
        this.table = table;
        this.sizes = sizes;
    }

    /** @param before when they must have been written */
    static StrayFiles find(Table table, Instant before) {
        // First the folder: what is committed meanwhile isn't seen, or is known.
        Map<String, Long> files = files(table, before);
        table.refresh();
        files.keySet().removeAll(known(table));
        return new StrayFiles(table, files);
    }

    private static Map<String, Long> files(Table table, Instant before) {
        Map<String, Long> files = new TreeMap<>();
        if (table.io() instanceof SupportsPrefixOperations listing) {
            for (FileInfo file : listing.listPrefix(table.location())) {
                if (file.createdAtMillis() < before.toEpochMilli()) {
                    files.put(LakeFiles.normal(file.location()), file.size());
                }
            }
        }
        return files;
    }

    private static Set<String> known(Table table) {
        Set<String> known = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, false));
        known.addAll(ReachableFileUtil.manifestListLocations(table));
        known.addAll(ReachableFileUtil.statisticsFilesLocations(table));
        Set<String> manifests = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (manifests.add(manifest.path())) {
                    addFiles(table, manifest, known);
                }
            }
        }
        known.addAll(manifests);
        Set<String> normal = new HashSet<>();
        known.forEach(location -> normal.add(LakeFiles.normal(location)));
        return normal;
    }

    private static void addFiles(Table table, ManifestFile manifest, Set<String> known) {
        if (manifest.content() != org.apache.iceberg.ManifestContent.DATA) {
            try (var deletes = ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
                deletes.forEach(file -> known.add(file.location()));
            } catch (IOException e) {
                throw unreadable(manifest, e);
            }
            return;
        }
        try (ManifestReader<DataFile> files = ManifestFiles.read(manifest, table.io(), table.specs())) {
            files.forEach(file -> known.add(file.location()));
        } catch (IOException e) {
            throw unreadable(manifest, e);
        }
    }

    private static UncheckedIOException unreadable(ManifestFile manifest, IOException e) {
        return new UncheckedIOException("The manifest " + manifest.path() + " can't be read.", e);
    }

    long count() {
        return sizes.size();
    }

    long bytes() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    void delete() {
        sizes.keySet().forEach(table.io()::deleteFile);
    }
}
