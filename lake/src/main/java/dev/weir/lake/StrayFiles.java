package dev.weir.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Files in a table's folder that none of its snapshots knows, such as those of tasks that were killed before they could
 * commit. A file that waits for its commit is one of them, too: so only old ones count.
 */
final class StrayFiles {

    private final Map<Path, Long> sizes;

    private StrayFiles(Map<Path, Long> sizes) {
        this.sizes = sizes;
    }

    /** @param before when they must have been written */
    static StrayFiles find(Table table, Instant before) {
        // First the folder: what is committed meanwhile isn't seen, or is known.
        Map<Path, Long> files = files(LocalFiles.path(table.location()), before);
        table.refresh();
        Set<Path> known = known(table);
        files.keySet().removeAll(known);
        return new StrayFiles(files);
    }

    private static Map<Path, Long> files(Path folder, Instant before) {
        Map<Path, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.find(
                folder,
                Integer.MAX_VALUE,
                (file, attributes) -> attributes.isRegularFile()
                        && attributes.lastModifiedTime().toInstant().isBefore(before))) {
            for (Path file : (Iterable<Path>) all::iterator) {
                files.put(
                        file.normalize(),
                        Files.readAttributes(file, BasicFileAttributes.class).size());
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
        }
    }

    private static Set<Path> known(Table table) {
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
        Set<Path> paths = new HashSet<>();
        known.forEach(location -> paths.add(LocalFiles.path(location).normalize()));
        return paths;
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
        try {
            for (Path file : sizes.keySet()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A file that no snapshot has can't be deleted.", e);
        }
    }
}
