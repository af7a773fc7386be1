package dev.weir.contract.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.Problem;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractFolderTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    @TempDir
    Path folder;

    @Test
    void goodFolderIsRead() throws ContractException {
        List<ContractSource> sources = ContractFolder.load(RESOURCES.resolve("good-folder"));

        assertThat(sources).extracting(source -> source.contract().name()).containsExactly("telemetry", "users");
        StreamContract telemetry = sources.get(0).contract();
        assertThat(telemetry.key()).containsExactly("sensor_id");
        assertThat(telemetry.time())
                .isEqualTo(new EventTime(
                        "event_time", Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(24)));
        assertThat(telemetry.identity())
                .isEqualTo(new Identity.BySequence(List.of("sensor_id"), "seq", Duration.ofHours(24)));
        assertThat(telemetry.partitions()).isEqualTo(12);
        assertThat(telemetry.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(telemetry.compatibility()).isEqualTo(Compatibility.BACKWARD_TRANSITIVE);
        assertThat(telemetry.rules()).containsExactly("temperature >= -80 && temperature <= 400");
        StreamContract users = sources.get(1).contract();
        assertThat(users.mode()).isEqualTo(Mode.UPSERT);
        assertThat(users.schema().format()).isEqualTo(SchemaFormat.PROTOBUF);
        assertThat(users.partitions()).isEqualTo(4);
        assertThat(users.retention()).isNull();
    }

    @Test
    void everyProblemOfAFolderIsReportedAtOnceWithItsPlace() throws IOException {
        Path bad = RESOURCES.resolve("bad-folder");

        ContractException e = catchThrowableOfType(ContractException.class, () -> ContractFolder.load(bad));

        String actual = e.problems().stream()
                .map(problem -> new Problem(
                        bad.relativize(problem.file()),
                        problem.line(),
                        problem.column(),
                        problem.code(),
                        problem.message()))
                .map(Problem::toString)
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(actual).isEqualTo(Files.readString(RESOURCES.resolve("bad-folder.problems")));
    }

    @Test
    void folderThatIsNotThereHasNoContracts() throws ContractException {
        assertThat(ContractFolder.load(folder.resolve("none"))).isEmpty();
    }

    @Test
    void yamlThatMultipliesAliasesIsRefused() {
        StringBuilder yaml = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c < 'z'; c++) {
            char before = (char) (c - 1);
            yaml.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append(("*" + before + ", ").repeat(9))
                    .append("]\n");
        }

        assertThatThrownBy(() -> parse(yaml.toString())).hasMessageContaining("aliases");
    }

    @Test
    void deepYamlIsRefusedWithoutOverflow() {
        assertThatThrownBy(() -> parse("[".repeat(100_000))).hasMessageContaining("nested so deep");
    }

    @Test
    void longYamlIsRefused() {
        assertThatThrownBy(() -> parse("# " + "x".repeat(2_000_000))).hasMessageContaining("at most");
    }

    @Test
    void fileThatIsNotTextIsRefused() throws IOException {
        Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xc3, (byte) 0x28});

        assertThatThrownBy(() -> ContractFolder.load(folder)).hasMessageContaining("isn't UTF-8");
    }

    private static ContractSource parse(String yaml) throws ContractException {
        return ContractSource.parse(
                Path.of("x.yaml"), yaml, SchemaFormat.AVRO, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");
    }
}
