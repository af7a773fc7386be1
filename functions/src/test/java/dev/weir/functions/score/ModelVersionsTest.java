package dev.weir.functions.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.functions.score.ModelRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that say {@code broken} are refused. */
class ModelVersionsTest {

    @TempDir
    private Path folder;

    private final List<String> tried = new ArrayList<>();
    private final List<String> used = new ArrayList<>();
    private ModelVersions versions;

    @BeforeEach
    void make() {
        versions = new ModelVersions(
                TestingSpecs.of(folder.resolve("models"), "a"),
                (spec, version, bytes) -> {
                    tried.add(version);
                    if (new String(bytes, StandardCharsets.UTF_8).startsWith("broken")) {
                        throw new ModelRefusedException(Reason.UNREADABLE, "it is broken");
                    }
                    return new TestingModel(version, 0);
                },
                model -> used.add(model.version()));
    }

    private void put(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models").resolve(name), content);
    }

    @Test
    void theNewestIsUsedAndNotLoadedAgain() throws Exception {
        put("2.onnx", "fine");
        put("10.onnx", "fine");
        put(".11.onnx", "hidden");
        put("12.onnx.part", "other");
        versions.look();
        versions.look();
        assertThat(used).containsExactly("10");
        assertThat(tried).containsExactly("10");
    }

    @Test
    void aNewerOneTakesOver() throws Exception {
        put("1.onnx", "fine");
        versions.look();
        put("2.onnx", "fine");
        versions.look();
        assertThat(used).containsExactly("1", "2");
    }

    @Test
    void aBrokenOneIsRefusedUntilItsFileChangesAndTheOldOneGoesOn() throws Exception {
        put("1.onnx", "fine");
        versions.look();
        put("2.onnx", "broken");
        versions.look();
        versions.look();
        assertThat(used).containsExactly("1");
        assertThat(tried).containsExactly("1", "2");
        assertThat(versions.refusals()).isEqualTo(1);

        put("2.onnx", "whole now");
        versions.look();
        assertThat(used).containsExactly("1", "2");
        assertThat(versions.refusals()).isZero();
    }

    @Test
    void atTheBeginningTheNewestThatCanBeLoadedIsUsed() throws Exception {
        put("1.onnx", "fine");
        put("2.onnx", "broken");
        versions.look();
        assertThat(used).containsExactly("1");
    }

    @Test
    void takingAwayTheNewestGoesBackToTheOneBefore() throws Exception {
        put("1.onnx", "fine");
        put("2.onnx", "fine");
        versions.look();
        Files.delete(folder.resolve("models/2.onnx"));
        versions.look();
        assertThat(used).containsExactly("2", "1");
    }

    @Test
    void withoutAFolderTheOneInUseGoesOn() throws Exception {
        versions.look();
        assertThat(used).isEmpty();
        put("1.onnx", "fine");
        versions.look();
        Files.delete(folder.resolve("models/1.onnx"));
        Files.delete(folder.resolve("models"));
        versions.look();
        assertThat(used).containsExactly("1");
    }
}
