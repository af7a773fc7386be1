package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.stack.PreflightCheck.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path home;

    @Test
    void allIsFineOnAFreeMachine() throws IOException {
        assertThat(preflight(FreePorts.offset(), Set.of(ServerName.KAFKA), Set.of())
                        .checks())
                .extracting(PreflightCheck::name)
                .containsExactly("JDK", "memory", "disk", "open files", "ports");
    }

    @Test
    void oldJavaFailsWithItsRemedy() {
        assertThat(Preflight.java(11))
                .isEqualTo(new PreflightCheck(
                        "JDK", Result.FAILED, "Java 11", "Install a JDK 17 and set JAVA_HOME to it."));
        assertThat(Preflight.java(21).result()).isEqualTo(Result.FINE);
    }

    @Test
    void littleMemoryWarnsAndVeryLittleFails() throws IOException {
        Preflight fresh = preflight(FreePorts.offset(), Set.of(), Set.of());

        assertThat(fresh.memory(4_000).result()).isEqualTo(Result.FINE);
        assertThat(fresh.memory(2_000).result()).isEqualTo(Result.WARNING);
        assertThat(fresh.memory(1_000).result()).isEqualTo(Result.FAILED);
        assertThat(fresh.memory(1_000).remedy()).contains("3000 MiB");
    }

    @Test
    void memoryOfWhatRunsIsNotAskedForAgain() throws IOException {
        Preflight running = preflight(FreePorts.offset(), Set.of(), Set.of(ServerName.KAFKA));

        assertThat(running.memory(500).result()).isEqualTo(Result.FINE);
    }

    @Test
    void portOfAnotherProgramFailsUnlessItIsOurs() throws IOException {
        int offset = FreePorts.offset();
        int port = Ports.withOffset(offset).kafka();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThat(check(preflight(offset, Set.of(ServerName.KAFKA), Set.of()), "ports"))
                    .isEqualTo(new PreflightCheck(
                            "ports",
                            Result.FAILED,
                            "used by other programs: [" + port + "]",
                            "End those programs, or choose other ports with --port-offset."));
            assertThat(check(preflight(offset, Set.of(ServerName.KAFKA), Set.of(ServerName.KAFKA)), "ports")
                            .result())
                    .isEqualTo(Result.FINE);
        }
    }

    @Test
    void directoryThatPostgresqlsUserMayNotEnterFailsWithItsRemedy() throws IOException {
        Assumptions.assumeTrue(PostgresLauncher.runsAsRoot(), "only root changes users");
        Path closed = Files.createDirectory(home.resolve("closed"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        StackConfig config = new StackConfig(
                closed,
                Ports.DEFAULT,
                Memory.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                PostgresAccount.UNPRIVILEGED_USER);

        PreflightCheck user =
                check(new Preflight(config, EnumSet.of(ServerName.POSTGRESQL), Set.of(ServerName.POSTGRESQL)), "user");

        assertThat(user.result()).isEqualTo(Result.FAILED);
        assertThat(user.remedy()).contains("WEIR_HOME", closed.toString(), "chmod o+x");
    }

    private static PreflightCheck check(Preflight preflight, String name) {
        return preflight.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Preflight preflight(int offset, Set<ServerName> wanted, Set<ServerName> running) {
        return new Preflight(StackConfig.of(home, offset, List.of()), wanted, running);
    }
}
