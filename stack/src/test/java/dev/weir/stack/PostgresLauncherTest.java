package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PostgresLauncherTest {
    @Test
    void everyWayToChangeTheUserRunsTheCommandWithItsArguments() {
        Assumptions.assumeTrue(PostgresLauncher.runsAsRoot(), "only root changes users");
        List<List<String>> ways = Stream.of(
                        PostgresLauncher.switchWithSetpriv("nobody"), PostgresLauncher.switchWithSu("nobody"))
                .flatMap(Optional::stream)
                .toList();

        assertThat(ways).isNotEmpty();
        for (List<String> way : ways) {
            List<String> command = new ArrayList<>(way);
            command.addAll(List.of("/bin/sh", "-c", "id -un; printf '%s' \"$1\"", "sh", "two words"));
            assertThat(Commands.output("The user can't be changed", command))
                    .as(way.get(0))
                    .isEqualTo("nobody\ntwo words");
        }
    }

    @Test
    void ordinaryUserNeedsNoLauncher() {
        Assumptions.assumeFalse(PostgresLauncher.runsAsRoot(), "root needs one");

        PostgresLauncher launcher = PostgresLauncher.of(PostgresAccount.UNPRIVILEGED_USER);

        assertThat(launcher.prefix()).isEmpty();
        assertThat(launcher.obstacle(Path.of("/root"))).isEmpty();
    }
}
