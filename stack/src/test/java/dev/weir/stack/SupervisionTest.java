package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisionTest {

    @TempDir
    Path home;

    private final AtomicInteger steps = new AtomicInteger();

    private StackDirectory directory;
    private Supervision supervision;

    @BeforeEach
    void nothingStarted() {
        directory = new StackDirectory(home);
        directory.create();
        supervision = new LocalStack(StackConfig.of(home, 30_000, List.of())).supervision();
    }

    @AfterEach
    void endSupervisor() {
        supervision.kill(Supervision.NAME);
    }

    @Test
    void supervisorEndsWhereNothingIsToBeWatched() {
        supervision.supervise(this::step);

        assertThat(steps).hasValue(0);
    }

    @Test
    @SuppressWarnings("try")
    void secondSupervisorEndsAtOnce() throws IOException {
        kafkaWasStarted();
        try (StackLock first =
                StackLock.tryAcquire(directory.run().resolve("supervisor.lock")).orElseThrow()) {
            supervision.supervise(this::step);
        }

        assertThat(steps).hasValue(0);
    }

    @Test
    void noSupervisorIsStartedWhereNoServerWas() {
        supervision.ensure(ready -> {
            throw new AssertionError("started");
        });
    }

    @Test
    void supervisorIsStartedOnce() throws IOException {
        kafkaWasStarted();
        report(Instant.now());

        supervision.ensure(ready -> sleeping());
        Duration uptime = supervision.uptime(Supervision.NAME).orElseThrow();
        supervision.ensure(ready -> {
            throw new AssertionError("started");
        });

        assertThat(supervision.uptime(Supervision.NAME).orElseThrow()).isGreaterThanOrEqualTo(uptime);
    }

    @Test
    void supervisorThatSaysNothingForLongIsReplaced() throws IOException {
        kafkaWasStarted();
        report(Instant.now());
        supervision.ensure(ready -> sleeping());
        long first =
                new ProcessTable(directory).find(Supervision.NAME).orElseThrow().pid();
        report(Instant.now().minusSeconds(120));

        supervision.ensure(ready -> sleeping());

        assertThat(new ProcessTable(directory)
                        .find(Supervision.NAME)
                        .orElseThrow()
                        .pid())
                .isNotEqualTo(first);
        assertThat(ProcessHandle.of(first).filter(ProcessHandle::isAlive).filter(old -> !ProcessTable.isZombie(old)))
                .isEmpty();
    }

    private Map<String, String> step() {
        steps.incrementAndGet();
        return Map.of();
    }

    private void kafkaWasStarted() throws IOException {
        Files.writeString(directory.run().resolve("kafka.pid"), "pid=0");
    }

    private void report(Instant time) throws IOException {
        SupervisorReport report = new SupervisorReport(directory);
        report.store(Map.of());
        Files.setLastModifiedTime(report.file(), FileTime.from(time));
    }

    private ManagedProcess sleeping() {
        String marker = home + "/supervisor";
        return new ManagedProcess(
                Supervision.NAME,
                List.of("/bin/sh", "-c", "sleep 60; :", marker),
                marker,
                Map.of(),
                home,
                Readiness.IMMEDIATE,
                Duration.ofSeconds(10),
                "TERM",
                Duration.ofSeconds(5));
    }
}
