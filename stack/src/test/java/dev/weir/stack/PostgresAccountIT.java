package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL under root, which it refuses to run as, in each of the ways around that. */
class PostgresAccountIT {
    private static final Set<ServerName> POSTGRESQL = Set.of(ServerName.POSTGRESQL);

    @TempDir
    Path home;

    @Test
    void runsAsAnUnprivilegedUserAndItsDataFollowAChangeOfMind() throws Exception {
        Assumptions.assumeTrue(PostgresLauncher.runsAsRoot(), "only root changes users");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        int offset = FreePorts.offset();

        LocalStack asUser = stack(offset, PostgresAccount.UNPRIVILEGED_USER);
        asUser.up(POSTGRESQL, Progress.SILENT);
        try {
            new Clients(asUser).execute("CREATE TABLE kept AS SELECT 'a row' AS value");
            assertThat(process(asUser).info().user()).isPresent().get().isNotEqualTo("root");
            assertThat(Files.getOwner(home.resolve("data/postgresql")).getName())
                    .isNotEqualTo("root");
            assertThat(Files.getOwner(home.resolve("secrets/postgresql")).getName())
                    .isEqualTo("root");

            ProcessHandle killed = process(asUser);
            killed.destroyForcibly();
            assertThat(ProcessTable.endsWithin(killed, Duration.ofSeconds(10))).isTrue();
            asUser.up(POSTGRESQL, Progress.SILENT);
            assertThat(new Clients(asUser).query("SELECT value FROM kept")).isEqualTo("a row");
        } finally {
            asUser.down();
        }

        LocalStack byItself = stack(offset, PostgresAccount.AUTOMATIC);
        byItself.up(POSTGRESQL, Progress.SILENT);
        try {
            assertThat(new Clients(byItself).query("SELECT value FROM kept")).isEqualTo("a row");
        } finally {
            byItself.down();
        }
    }

    private LocalStack stack(int offset, PostgresAccount account) throws IOException {
        return new LocalStack(new StackConfig(
                home, Ports.withOffset(offset), Memory.DEFAULT, List.of(), List.of(), List.of(), List.of(), account));
    }

    private static ProcessHandle process(LocalStack stack) {
        long pid = stack.status().get(0).pid().orElseThrow();
        return ProcessHandle.of(pid).orElseThrow();
    }
}
