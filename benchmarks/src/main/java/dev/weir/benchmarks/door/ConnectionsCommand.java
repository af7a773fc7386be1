package dev.weir.benchmarks.door;

import dev.weir.benchmarks.measure.TextTable;
import dev.weir.benchmarks.measure.Workplace;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run connections}. Exits with 1 if a connection ended, or didn't come about. */
@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "What the gateway's process takes for each client that is connected over MQTT and sends nothing.")
public final class ConnectionsCommand implements Callable<Integer> {

    private static final double KB = 1e3;
    /** It reads little: an answer to CONNECT and one to a ping. */
    private static final int BUFFER_BYTES = 64;

    @Option(names = "--connections", split = ",", defaultValue = "5000,15000", description = "How many, growing.")
    private List<Integer> connections = List.of();

    @Option(
            names = "--warm-up",
            defaultValue = "1000",
            description = "How many come before them and stay; they aren't counted.")
    private int warmUp;

    @Option(names = "--port-offset", defaultValue = "29000", description = "Of the servers that are started.")
    private int portOffset;

    private final Workplace place;

    public ConnectionsCommand(Workplace place) {
        this.place = place.in("door");
    }

    @Override
    public Integer call() throws Exception {
        place.progress().accept("Kafka, the registry and the gateway start in " + place.home() + " …");
        List<MqttConnection> open = new ArrayList<>();
        try (DoorServers servers = DoorServers.start(place.home(), portOffset, place.gateway())) {
            connect(servers, open, warmUp);
            Footprint before = Footprint.of(servers);
            TextTable table = new TextTable("connections", "heap of each, KB", "resident of each, KB");
            for (int count : connections) {
                place.progress().accept(String.format(Locale.ROOT, "%,d connections …", count));
                connect(servers, open, warmUp + count);
                Footprint after = Footprint.of(servers);
                table.add(
                        String.format(Locale.ROOT, "%,d", count),
                        kilobytes(after.heapBytes() - before.heapBytes(), count),
                        kilobytes(after.residentBytes() - before.residentBytes(), count));
            }
            ping(open);
            place.data()
                    .accept(String.format(
                            Locale.ROOT,
                            "connections: MQTT 5 without TLS, idle; %,d more were there before; all answered a ping at the end",
                            warmUp));
            table.lines().forEach(place.data());
            return 0;
        } catch (IOException e) {
            place.data().accept("WRONG, of " + open.size() + " connections: " + e.getMessage());
            return 1;
        } finally {
            for (MqttConnection connection : open) {
                connection.close();
            }
        }
    }

    private static void connect(DoorServers servers, List<MqttConnection> open, int until) throws IOException {
        URI url = URI.create(servers.mqtt());
        while (open.size() < until) {
            open.add(new MqttConnection(url.getHost(), url.getPort(), "idle-" + open.size(), BUFFER_BYTES));
        }
    }

    private static void ping(List<MqttConnection> open) throws IOException {
        for (MqttConnection connection : open) {
            connection.ping();
        }
    }

    private static String kilobytes(long bytes, int connections) {
        return String.format(Locale.ROOT, "%.1f", bytes / KB / connections);
    }
}
