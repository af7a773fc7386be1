package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    private Path folder;

    @Test
    void wholeCopyHasWhatAProjectMayNameButNothingHidden() throws Exception {
        Path project = folder.resolve("project");
        write(project.resolve("weir.yaml"));
        write(project.resolve("generator/Load.java"));
        write(project.resolve("streams/orders.yaml"));
        write(project.resolve(".git/config"));

        Folders.copyWhole(project, folder.resolve("whole"));
        Folders.copy(project, folder.resolve("submitted"));

        assertThat(folder.resolve("whole/generator/Load.java")).hasContent("generator/Load.java");
        assertThat(folder.resolve("whole/streams/orders.yaml")).exists();
        assertThat(folder.resolve("whole/.git")).doesNotExist();
        assertThat(folder.resolve("submitted/weir.yaml")).exists();
        assertThat(folder.resolve("submitted/generator")).doesNotExist();
    }

    private void write(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, folder.resolve("project").relativize(file).toString());
    }
}
