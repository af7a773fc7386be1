package dev.weir.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.access.ApiKey;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.InMemoryEventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door with its sockets, and Eclipse Paho's client. */
class MqttDoorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InMemoryEventLog log = new InMemoryEventLog();
    private final KeyRing keys = new KeyRing(KeyRing.Demand.AS_SET);
    private final StreamDirectory streams = new StreamDirectory();
    private final GatewayMetrics metrics = new GatewayMetrics();
    private X509Bundle own;
    private X509Bundle device;
    private MqttDoor door;

    @BeforeEach
    void open() throws Exception {
        own = certificate("CN=localhost");
        device = certificate("CN=press-1");
        streams.put(TestingStreams.readings());
        streams.markComplete();
        ApiKey key = ApiKey.ofCertificate(
                "press-1", List.of("readings"), List.of(), null, Instant.EPOCH, device.getCertificate());
        keys.update(Map.of(key.id(), key), true);
        MqttTls tls = new MqttTls(
                "127.0.0.1",
                0,
                own.toTempCertChainPem().toPath(),
                own.toTempPrivateKeyPem().toPath());
        door = MqttDoor.open(MqttConfig.listeningOn("127.0.0.1", 0, tls), keys, streams, log, metrics);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void certificateThatAKeyWasMadeOfIsEnough() throws Exception {
        try (MqttClient client = client("ssl", door.tlsPort())) {
            client.connect(options(device));

            client.publish(TestingClient.TOPIC, json(), 1, false);

            assertThat(log.events()).hasSize(1);
            client.disconnect();
        }
    }

    @Test
    void otherCertificatesAndNoneAreNot() throws Exception {
        try (MqttClient client = client("ssl", door.tlsPort())) {
            assertThatThrownBy(() -> client.connect(options(certificate("CN=press-1"))))
                    .isInstanceOf(MqttException.class);
            assertThatThrownBy(() -> client.connect(options(null)))
                    .isInstanceOfSatisfying(
                            MqttException.class,
                            refused -> assertThat(refused.getReasonCode())
                                    .isEqualTo(MqttException.REASON_CODE_NOT_AUTHORIZED));
        }
    }

    @Test
    void portForTlsSpeaksNothingElse() throws Exception {
        try (MqttClient client = client("tcp", door.tlsPort())) {
            assertThatThrownBy(client::connect).isInstanceOf(MqttException.class);
        }
        assertThat(metrics()).contains("weir_gateway_mqtt_connections 0.0");
    }

    /** All come back at once, twice, each while its elder connection is still there. */
    @Test
    void stormOfClientsThatComeBackLeavesOneConnectionOfEach() throws Exception {
        keys.update(Map.of(), false);
        int clients = 500;
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < clients; i++) {
                    sockets.add(connect("storm-" + i));
                }
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics())
                            .contains("weir_gateway_mqtt_connections " + clients + ".0")
                            .contains("weir_gateway_mqtt_disconnects_total{reason=\"taken_over\"} " + 2 * clients
                                    + ".0"));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics()).contains("weir_gateway_mqtt_connections 0.0"));
    }

    /** What the clients' own sockets take in this process is counted, too. */
    @Test
    void idleConnectionTakesAtMost20Kilobytes() throws Exception {
        keys.update(Map.of(), false);
        int clients = 2_000;
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                sockets.add(connect("warm-" + i));
            }
            long before = usedBytes();
            for (int i = 0; i < clients; i++) {
                sockets.add(connect("idle-" + i));
            }

            long each = (usedBytes() - before) / clients;

            assertThat(each).isLessThan(20_000);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Of the heap after collections, and of buffers outside of it. */
    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + buffers
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** An empty MQTT 3.1.1 session that asks for nothing. */
    private Socket connect(String clientId) throws IOException {
        Socket socket = new Socket("127.0.0.1", door.port());
        byte[] id = clientId.getBytes(UTF_8);
        byte[] packet = new byte[14 + id.length];
        byte[] head = {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, (byte) id.length};
        System.arraycopy(head, 0, packet, 0, head.length);
        System.arraycopy(id, 0, packet, head.length, id.length);
        socket.getOutputStream().write(packet);
        assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
        return socket;
    }

    private String metrics() {
        return new String(metrics.text(), UTF_8);
    }

    private static MqttClient client(String scheme, int port) throws MqttException {
        return new MqttClient(scheme + "://localhost:" + port, "press-1", new MemoryPersistence());
    }

    private MqttConnectOptions options(@Nullable X509Bundle certificate) throws Exception {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setSocketFactory(sockets(certificate));
        options.setHttpsHostnameVerificationEnabled(false);
        options.setConnectionTimeout(10);
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1); // Or it tries once more with 3.1.
        return options;
    }

    /** Trusts the door, and shows a certificate. */
    private SSLSocketFactory sockets(@Nullable X509Bundle certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("door", own.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory shown = null;
        if (certificate != null) {
            shown = certificate.toKeyManagerFactory();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown == null ? null : shown.getKeyManagers(), trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static X509Bundle certificate(String subject) throws Exception {
        return new CertificateBuilder()
                .subject(subject)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static byte[] json() {
        return TestingClient.reading(1).replace('\'', '"').getBytes(UTF_8);
    }
}
