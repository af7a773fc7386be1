package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path home;

    private ProcessTable table;
    private Path records;

    @BeforeEach
    void directories() {
        StackDirectory directory = new StackDirectory(home);
        directory.create();
        table = new ProcessTable(directory);
        records = directory.run();
    }

    private final List<ProcessHandle> seen = new ArrayList<>();

    @AfterEach
    void endAll() {
        table.recorded().forEach(name -> table.stop(name, "KILL", SOON));
        seen.forEach(ProcessHandle::destroyForcibly); // Also if the test failed before it had its record again.
    }

    @Test
    void startedProcessIsFoundByANewTable() {
        ProcessHandle started = startSeen(shell("one", "sleep 60"));

        assertThat(new ProcessTable(new StackDirectory(home)).find("one")).contains(started);
    }

    /** One that becomes another program shows no command line for a moment; this one does so a few hundred times. */
    @Test
    void processIsFoundAtAnyMoment() throws IOException {
        Path done = home.resolve("done");
        Files.writeString(
                Path.of(marker("one")),
                "if [ $1 -gt 0 ]; then exec /bin/sh $0 $(($1 - 1)); fi; echo > " + done + "; sleep 60");
        table.start(shell("one", "exec /bin/sh $0 500"));

        while (!Files.exists(done)) {
            assertThat(table.find("one")).isPresent();
        }
    }

    /** A process becomes another program by steps between which the system shows no command line of it. */
    private ProcessHandle startSeen(ManagedProcess process) {
        ProcessHandle started = table.start(process);
        seen.add(started);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> ProcessRecord.arguments(started).indexOf("/bin/sh") == 0);
        return started;
    }

    @Test
    void processIsFoundWithoutItsRecord() throws IOException {
        ManagedProcess process = shell("one", "read x < /dev/zero");
        ProcessHandle started = startSeen(process);
        Files.delete(records.resolve("one.pid"));

        Optional<ProcessHandle> found = table.find(process);

        assertThat(found).contains(started);
        assertThat(table.recorded()).containsExactly("one");
    }

    @Test
    void processThatCanNotBeRecordedIsFoundAllTheSameAndLeavesNoHalfFiles() throws IOException {
        ManagedProcess process = shell("one", "read x < /dev/zero");
        ProcessHandle started = startSeen(process);
        Path record = records.resolve("one.pid");
        Files.delete(record);
        Files.createDirectories(record.resolve("in the way"));

        assertThat(table.find(process)).contains(started);

        assertThat(records).isDirectoryNotContaining("glob:**/unfinished*");
        Files.delete(record.resolve("in the way"));
        Files.delete(record);
        assertThat(table.find(process)).contains(started);
        assertThat(table.recorded()).containsExactly("one");
    }

    @Test
    void foreignProcessWithARecordedNumberIsNeitherFoundNorEnded() {
        ProcessHandle foreign = table.start(shell("foreign", "sleep 60"));
        Instant began = foreign.info().startInstant().orElseThrow();
        new ProcessRecord(foreign.pid(), began, "another marker").store(records.resolve("one.pid"));
        new ProcessRecord(foreign.pid(), began.minusSeconds(60), marker("foreign")).store(records.resolve("two.pid"));

        assertThat(table.find("one")).isEmpty();
        assertThat(table.find("two")).isEmpty();
        table.stop("one", "KILL", SOON);
        table.stop("two", "KILL", SOON);

        assertThat(foreign.isAlive()).isTrue();
        assertThat(table.recorded()).containsExactly("foreign");
    }

    @Test
    void recordThatCannotBeReadIsNoProcess() throws IOException {
        Files.writeString(records.resolve("one.pid"), "pid=x");

        assertThat(table.find("one")).isEmpty();
    }

    @Test
    void processThatIgnoresItsSignalIsKilledInTime() {
        ProcessHandle stubborn = startSeen(shell("one", "trap '' TERM; while :; do sleep 1; done"));

        table.stop("one", "TERM", Duration.ofMillis(300));

        assertThat(ProcessTable.endsWithin(stubborn, SOON)).isTrue();
        assertThat(table.find("one")).isEmpty();
    }

    @Test
    void pausedProcessIsSeenAndKilledWithoutPatience() {
        ProcessHandle paused = startSeen(shell("one", "sleep 60"));
        assertThat(Commands.succeeds(List.of("kill", "-STOP", Long.toString(paused.pid()))))
                .isTrue();
        Awaitility.await().atMost(SOON).until(() -> ProcessSight.of(paused).state() == WatchedServer.State.PAUSED);
        long begin = System.nanoTime();

        table.stop("one", "TERM", Duration.ofMinutes(5));

        assertThat(ProcessTable.endsWithin(paused, SOON)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void processIsKilledWithItsOwnChildrenButNotWithThoseThatAreManagedThemselves() {
        ProcessHandle parent = startSeen(shell("one", "trap '' TERM; sleep 61 & sleep 62 & wait; sleep 63"));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> childOf(parent, "61").isPresent()
                        && childOf(parent, "62").isPresent());
        ProcessHandle own = childOf(parent, "61").orElseThrow();
        ProcessHandle managed = childOf(parent, "62").orElseThrow();
        ProcessRecord.of(managed, "62").store(records.resolve("two.pid"));
        assertThat(table.children(parent)).containsExactly(own);

        table.stop("one", "TERM", Duration.ofMillis(300));

        assertThat(ProcessTable.endsWithin(parent, SOON)).isTrue();
        assertThat(ProcessTable.endsWithin(own, SOON)).isTrue();
        assertThat(managed.isAlive()).isTrue();
        table.stop("two", "KILL", SOON);
    }

    private static Optional<ProcessHandle> childOf(ProcessHandle parent, String argument) {
        return parent.children()
                .filter(child -> ProcessRecord.arguments(child).contains(argument))
                .findAny();
    }

    @Test
    void processThatEndsWhileItStartsFailsWithTheEndOfItsLog() {
        ManagedProcess process = shell("one", "echo what went wrong; exit 3", () -> Optional.of("Nothing."), SOON);
        ProcessHandle started = table.start(process);

        assertThatThrownBy(() -> table.awaitReady(process, started))
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("STACK-002 'one' ended")
                .hasMessageContaining("what went wrong")
                .hasMessageContaining(home.resolve("logs/one.out").toString());
    }

    @Test
    void errorOfAnEarlierRunIsNotShownForThisOne() {
        ProcessHandle earlier = table.start(shell("one", "echo ERROR of yesterday"));
        assertThat(ProcessTable.endsWithin(earlier, SOON)).isTrue();
        ManagedProcess process = shell("one", "echo nothing", () -> Optional.of("Nothing."), SOON);
        ProcessHandle started = table.start(process);

        assertThatThrownBy(() -> table.awaitReady(process, started))
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("nothing")
                .hasMessageNotContaining("yesterday");
        assertThat(home.resolve("logs/one.out.previous")).content().contains("ERROR of yesterday");
    }

    @Test
    void processThatIsNotReadyInTimeFailsWithWhatIsMissing() {
        ManagedProcess process = shell("one", "sleep 60", () -> Optional.of("No answer."), Duration.ofMillis(200));
        ProcessHandle started = table.start(process);

        assertThatThrownBy(() -> table.awaitReady(process, started))
                .isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("No answer.")
                .hasMessageContaining("weir down");
    }

    private ManagedProcess shell(String name, String script) {
        return shell(name, script, Readiness.IMMEDIATE, SOON);
    }

    private ManagedProcess shell(String name, String script, Readiness readiness, Duration startTimeout) {
        return new ManagedProcess(
                name,
                List.of("/bin/sh", "-c", script + "; :", marker(name)),
                marker(name),
                Map.of(),
                home,
                readiness,
                startTimeout,
                "TERM",
                SOON);
    }

    private String marker(String name) {
        return home + "/" + name;
    }
}
