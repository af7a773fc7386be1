package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers that the gateway needs, started once; each test leaves them running. */
class LocalStackIT {
    private static final Set<ServerName> SERVERS = EnumSet.range(ServerName.POSTGRESQL, ServerName.REGISTRY);
    private static final int WORKER_HEAP = 700;
    private static final String SCHEMA =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[]}\"}";

    @TempDir
    static Path home;

    private static Ports ports;
    private static LocalStack stack;
    private static Clients clients;

    @BeforeAll
    static void start() throws IOException {
        int offset = FreePorts.offset();
        ports = Ports.withOffset(offset);
        stack = new LocalStack(
                StackConfig.of(home, offset, List.of()).withMemory(Memory.DEFAULT.withWorkerHeap(WORKER_HEAP)));
        clients = new Clients(stack);
    }

    @BeforeEach
    void up() {
        stack.up(SERVERS, Progress.SILENT);
    }

    @AfterAll
    static void downLeavesNoProcess() {
        stack.down();

        assertThat(stack.status()).allMatch(server -> server.state() == ServerStatus.State.STOPPED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ProcessHandle.allProcesses()
                                .map(ProcessRecord::arguments)
                                .filter(arguments -> String.join(" ", arguments).contains(home.toString())))
                        .isEmpty());
        assertThat(SERVERS).allSatisfy(server -> assertThat(ports.of(server)).allMatch(Startup::isFree));
    }

    @Test
    void everyServerAnswersOverItsProtocol() throws Exception {
        assertThat(stack.status())
                .filteredOn(server -> server.state() == ServerStatus.State.READY)
                .hasSize(SERVERS.size())
                .allMatch(server -> server.residentBytes().orElse(0) > 10_000_000);
        assertThat(clients.query("SHOW wal_level")).isEqualTo("logical");
        assertThat(clients.query("SHOW server_version")).startsWith("17.");
        assertThat(clients.get(stack.flinkRest() + "/overview")).contains("\"slots-total\":8");
        assertThat(clients.get("http://127.0.0.1:" + ports.jobManagerMetrics() + "/metrics"))
                .contains("flink_jobmanager");
        assertThat(clients.get("http://127.0.0.1:" + ports.taskManagerMetrics() + "/metrics"))
                .contains("flink_taskmanager");
    }

    @Test
    void registryGivesOneIdForOneSchema() throws Exception {
        String id = clients.registerSchema("first", SCHEMA);

        assertThat(clients.registerSchema("second", SCHEMA)).isEqualTo(id);
        assertThat(clients.findSchema("second", SCHEMA)).contains(id.substring(1, id.length() - 1));
    }

    @Test
    void nothingIsReachableFromOutside() throws IOException {
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        for (InetAddress address : outside) {
            for (ServerName server : SERVERS) {
                for (int port : ports.of(server)) {
                    assertThatThrownBy(() -> connect(address, port))
                            .as("port %d of %s at %s", port, server, address)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
        }
    }

    @Test
    void secondUpChangesNothing() {
        Map<String, Long> before = pids();

        stack.up(SERVERS, Progress.SILENT);

        assertThat(pids()).hasSize(SERVERS.size()).isEqualTo(before);
    }

    @Test
    void otherPortsAreRefusedWhileServersRun() {
        LocalStack other = new LocalStack(StackConfig.of(home, ports.offset() + 1, List.of()));

        assertThatThrownBy(() -> other.up(SERVERS, Progress.SILENT))
                .isInstanceOf(StackBusyException.class)
                .hasMessageContaining("port offset " + ports.offset());
    }

    @Test
    void heapOfTheWorkerIsRememberedAndAnotherIsRefusedWhileServersRun() {
        StackConfig config = StackConfig.of(home, ports.offset(), List.of());
        LocalStack other = new LocalStack(config.withMemory(Memory.DEFAULT.withWorkerHeap(WORKER_HEAP + 1)));

        assertThat(LastStart.in(home)).isEqualTo(new LastStart(ports.offset(), WORKER_HEAP));
        assertThatThrownBy(() -> other.up(SERVERS, Progress.SILENT))
                .isInstanceOf(StackBusyException.class)
                .hasMessageContaining("heap of " + WORKER_HEAP);
    }

    @Test
    void killedServersComeBackWithTheirData() throws Exception {
        clients.createTopic("kept");
        clients.produceInTransaction("kept", "a record");
        clients.execute("CREATE TABLE kept AS SELECT 'a row' AS value");
        String id = clients.registerSchema("kept", SCHEMA);
        Map<String, Long> before = pids();

        before.values().forEach(LocalStackIT::kill);
        assertThat(stack.status()).noneMatch(server -> server.state() == ServerStatus.State.READY);
        stack.up(SERVERS, Progress.SILENT);

        assertThat(pids().values()).hasSize(SERVERS.size()).doesNotContainAnyElementsOf(before.values());
        awaitRecords("a record");
        assertThat(clients.query("SELECT value FROM kept")).isEqualTo("a row");
        assertThat(clients.findSchema("kept", SCHEMA)).contains(id.substring(1, id.length() - 1));
        clients.produceInTransaction("kept", "another");
        awaitRecords("a record", "another");
    }

    /** A transaction's end shows to readers a moment after its producer hears of it. */
    private static void awaitRecords(String... values) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(clients.consume("kept")).containsExactly(values));
    }

    @Test
    void oneKilledServerComesBackAndTheOthersStay() throws Exception {
        Map<String, Long> before = pids();

        kill(before.get("taskmanager"));
        stack.up(SERVERS, Progress.SILENT);

        Map<String, Long> after = pids();
        assertThat(after.get("taskmanager")).isNotEqualTo(before.get("taskmanager"));
        assertThat(without(after, "taskmanager")).isEqualTo(without(before, "taskmanager"));
        assertThat(clients.get(stack.flinkRest() + "/overview")).contains("\"taskmanagers\":1,", "\"slots-total\":8");
    }

    @Test
    void furtherProcessIsStartedOnceAndStopped() {
        ManagedProcess process = new ManagedProcess(
                "generator",
                List.of("/bin/sh", "-c", "read forever < /dev/zero; :", home + "/generator"),
                home + "/generator",
                Map.of(),
                home,
                Readiness.IMMEDIATE,
                Duration.ofSeconds(5),
                "TERM",
                Duration.ofSeconds(5));

        long pid = stack.start(process);

        assertThat(stack.start(process)).isEqualTo(pid);
        assertThat(pids()).containsEntry("generator", pid);
        stack.stop("generator");
        assertThat(pids()).doesNotContainKey("generator");
    }

    private static Map<String, Long> without(Map<String, Long> pids, String name) {
        return pids.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(name))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Long> pids() {
        return stack.status().stream()
                .filter(server -> server.pid().isPresent())
                .collect(Collectors.toMap(
                        ServerStatus::name, server -> server.pid().getAsLong()));
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        assertThat(ProcessTable.endsWithin(process, Duration.ofSeconds(10))).isTrue();
    }
}
