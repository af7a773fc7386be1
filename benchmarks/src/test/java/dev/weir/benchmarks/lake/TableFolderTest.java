package dev.weir.benchmarks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.lake.TableFolder.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFolderTest {

    @TempDir
    private Path folder;

    private Path metadata;

    @BeforeEach
    void create() throws IOException {
        metadata = Files.createDirectories(folder.resolve("metadata"));
    }

    @Test
    void newestDescriptionTellsOfAllCommits() throws IOException {
        Files.writeString(metadata.resolve("00001-b.metadata.json"), "{\"snapshots\": []}");
        Files.writeString(metadata.resolve("00002-a.metadata.json"), """
                {"snapshots": [
                  {"timestamp-ms": 1000, "summary": {"total-records": "7"}},
                  {"timestamp-ms": 2000, "summary": {"total-records": "9"}}]}
                """);
        Files.writeString(metadata.resolve("snap-1.avro"), "");

        assertThat(new TableFolder(folder).commits()).containsExactly(new Commit(7, 1000), new Commit(9, 2000));
    }

    @Test
    void tableThatIsJustMadeHasNoCommits() throws IOException {
        assertThat(new TableFolder(folder.resolve("absent")).commits()).isEmpty();
    }

    @Test
    void descriptionThatIsHalfWrittenTellsNothing() throws IOException {
        Files.writeString(metadata.resolve("00001-b.metadata.json"), "{\"snapshots\": [{\"times");

        assertThat(new TableFolder(folder).commits()).isEmpty();
    }
}
