package dev.weir.gateway;

import dev.weir.contract.registry.HttpSchemaRegistry;
import dev.weir.contract.registry.RegistryConfig;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.heartbeat.Heartbeats;
import dev.weir.gateway.http.HttpConfig;
import dev.weir.gateway.http.HttpDoor;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.log.KafkaEventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.mqtt.MqttConfig;
import dev.weir.gateway.mqtt.MqttDoor;
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

    private final HttpDoor http;
    private final MqttDoor mqtt;
    private final ContractFollower contracts;
    private final Heartbeats heartbeats;
    private final KafkaEventLog log;

    private Gateway(
            HttpDoor http, MqttDoor mqtt, ContractFollower contracts, Heartbeats heartbeats, KafkaEventLog log) {
        this.http = http;
        this.mqtt = mqtt;
        this.contracts = contracts;
        this.heartbeats = heartbeats;
        this.log = log;
    }

    /**
     * Opens both doors. They needn't find Kafka or the registry: until they are there they say so.
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
            EventLog heard = heartbeats.listenTo();
            HttpDoor http = HttpDoor.open(
                    HttpConfig.listeningOn(config.http().host(), config.http().port(), config.requestTimeout()),
                    keys,
                    streams,
                    heard,
                    metrics);
            MqttDoor mqtt = openMqtt(config, keys, streams, heard, metrics, http);
            contracts.start();
            heartbeats.start();
            LOG.info(
                    "The doors are open host={} port={} mqtt={}:{} mqtts={} kafka={}",
                    config.http().host(),
                    http.port(),
                    config.mqtt().host(),
                    mqtt.port(),
                    config.mqttTls() == null ? "none" : config.mqttTls().host() + ":" + mqtt.tlsPort(),
                    config.kafka());
            return new Gateway(http, mqtt, contracts, heartbeats, log);
        } catch (ExecutionException | InterruptedException e) {
            heartbeats.close();
            log.close();
            throw e;
        }
    }

    private static MqttDoor openMqtt(
            GatewayConfig config,
            KeyRing keys,
            StreamDirectory streams,
            EventLog log,
            GatewayMetrics metrics,
            HttpDoor http)
            throws ExecutionException, InterruptedException {
        try {
            return MqttDoor.open(
                    MqttConfig.listeningOn(config.mqtt().host(), config.mqtt().port(), config.mqttTls()),
                    keys,
                    streams,
                    log,
                    metrics);
        } catch (ExecutionException | InterruptedException e) {
            http.close();
            throw e;
        }
    }

    /** Where nothing else was said, everybody needs a key unless they are on this machine. */
    private static KeyRing.Demand demand(GatewayConfig config) {
        boolean loopback = isLoopback(config.http().host())
                && isLoopback(config.mqtt().host())
                && (config.mqttTls() == null || isLoopback(config.mqttTls().host()));
        if (config.keys() == KeyRing.Demand.NEVER && !loopback) {
            LOG.warn(
                    "The doors ask nobody who they are, and others than this machine can reach them host={} mqtt={}",
                    config.http().host(),
                    config.mqtt().host());
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
        return http.port();
    }

    /** The port that MQTT is taken in at. */
    public int mqttPort() {
        return mqtt.port();
    }

    /** Stops accepting, answers what is on its way, and flushes. */
    @Override
    public void close() {
        http.close();
        mqtt.close();
        contracts.close();
        heartbeats.close();
        log.close();
        LOG.info("The doors are closed");
    }
}
