package dev.weir.gateway;

import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.heartbeat.Heartbeats;
import dev.weir.gateway.http.HttpConfig;
import dev.weir.gateway.http.HttpDoor;
import dev.weir.gateway.log.KafkaEventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.ContractFollower;
import dev.weir.gateway.stream.StreamDirectory;
import dev.weir.gateway.stream.StreamUpdates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long PRODUCER_BUFFER_BYTES = 32L << 20;

    private final HttpDoor door;
    private final ContractFollower contracts;
    private final Heartbeats heartbeats;
    private final KafkaEventLog log;

    private Gateway(HttpDoor door, ContractFollower contracts, Heartbeats heartbeats, KafkaEventLog log) {
        this.door = door;
        this.contracts = contracts;
        this.heartbeats = heartbeats;
        this.log = log;
    }

    /**
     * Opens the door. It needn't find Kafka or the registry: until they are there it says so.
     *
     * @throws ExecutionException if it can't listen; the cause says why
     */
    public static Gateway open(GatewayConfig config) throws ExecutionException, InterruptedException {
        KeyRing keys = new KeyRing(demand(config));
        StreamDirectory streams = new StreamDirectory();
        KafkaEventLog log = new KafkaEventLog(config.kafka(), config.deliveryTimeout(), PRODUCER_BUFFER_BYTES);
        GatewayMetrics metrics = new GatewayMetrics();
        Heartbeats heartbeats = new Heartbeats(log, streams, metrics);
        ContractFollower contracts = new ContractFollower(
                config.kafka(),
                keys,
                new StreamUpdates(streams, new HttpSchemaRegistry(RegistryConfig.of(config.registry())), log));
        try {
            HttpDoor door = HttpDoor.open(
                    HttpConfig.listeningOn(config.host(), config.port(), config.requestTimeout()),
                    keys,
                    streams,
                    heartbeats.listenTo(),
                    metrics);
            contracts.start();
            heartbeats.start();
            LOG.info("The door is open host={} port={} kafka={}", config.host(), door.port(), config.kafka());
            return new Gateway(door, contracts, heartbeats, log);
        } catch (ExecutionException | InterruptedException e) {
            heartbeats.close();
            log.close();
            throw e;
        }
    }

    /** Where nothing else was said, everybody needs a key unless they are on this machine. */
    private static KeyRing.Demand demand(GatewayConfig config) {
        boolean loopback = isLoopback(config.host());
        if (config.keys() == KeyRing.Demand.NEVER && !loopback) {
            LOG.warn(
                    "The door asks nobody who they are, and others than this machine can reach it host={}",
                    config.host());
        }
        return config.keys() == KeyRing.Demand.AS_SET && !loopback ? KeyRing.Demand.ALWAYS : config.keys();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            LOG.warn("The name of the address to listen on is unknown host={}", host);
            return false;
        }
    }

    /** The port that HTTP is taken in at. */
    public int port() {
        return door.port();
    }

    /** Stops accepting, answers what is on its way, and flushes. */
    @Override
    public void close() {
        door.close();
        contracts.close();
        heartbeats.close();
        log.close();
        LOG.info("The door is closed");
    }
}
