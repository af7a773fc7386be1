package dev.weir.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.contract.access.ApiKey;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.InMemoryEventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
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
import org.junit.jupiter.api.Timeout;

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
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains("weir_gateway_mqtt_connects_total{outcome=\"tls_handshake\"} 1.0"));
    }

    @Test
    void certificateThatIsOverIsRefused() throws Exception {
        X509Bundle over = new CertificateBuilder()
                .subject("CN=press-1")
                .setIsCertificateAuthority(true)
                .notBefore(Instant.now().minus(Duration.ofDays(2)))
                .notAfter(Instant.now().minus(Duration.ofDays(1)))
                .buildSelfSigned();
        ApiKey key = ApiKey.ofCertificate(
                "press-1", List.of("readings"), List.of(), null, Instant.EPOCH, over.getCertificate());
        keys.update(Map.of(key.id(), key), true);

        try (MqttClient client = client("ssl", door.tlsPort())) {
            assertThatThrownBy(() -> client.connect(options(over))).isInstanceOf(MqttException.class);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains("weir_gateway_mqtt_connects_total{outcome=\"tls_handshake\"} 1.0"));
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

    /** All packets are on their way before any answer is read. */
    @Test
    void clientsThatComeAtOnceAllGetInAndAreAcknowledged() throws Exception {
        keys.update(Map.of(), false);
        int clients = 2_000;
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                Socket socket = new Socket("127.0.0.1", door.port());
                sockets.add(socket);
                socket.getOutputStream().write(hello("storm-" + i, 60));
                socket.getOutputStream().write(message());
            }
            for (Socket socket : sockets) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                assertThat(socket.getInputStream().readNBytes(8)).containsExactly(0x20, 2, 0, 0, 0x40, 2, 0, 1);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(log.events()).hasSize(clients);
        assertThat(metrics()).contains("weir_gateway_mqtt_connects_total{outcome=\"success\"} " + clients + ".0");
    }

    @Test
    @Timeout(60)
    void clientThatDoesNotReadItsAcknowledgementsIsNotReadAndThenClosed() throws Exception {
        keys.update(Map.of(), false);
        log.failWith(() -> new AppendResult.Stored(0, 0)); // It keeps none of so many.
        ByteBuffer many = ByteBuffer.allocate(100 * message().length);
        while (many.hasRemaining()) {
            many.put(message());
        }
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", door.port()));
            socket.getOutputStream().write(hello("deaf", 1));

            // Waits as long as it isn't read, and ends when the door has closed the connection.
            assertThatThrownBy(() -> {
                        while (true) {
                            socket.getOutputStream().write(many.array());
                        }
                    })
                    .isInstanceOf(IOException.class);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains("weir_gateway_mqtt_disconnects_total{reason=\"keep_alive_timeout\"} 1.0")
                        .contains("weir_gateway_mqtt_connections 0.0"));
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
        socket.getOutputStream().write(hello(clientId, 60));
        assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
        return socket;
    }

    /** CONNECT. */
    private static byte[] hello(String clientId, int keepAliveSeconds) {
        byte[] id = clientId.getBytes(UTF_8);
        return ByteBuffer.allocate(14 + id.length)
                .put(new byte[] {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2})
                .putShort((short) keepAliveSeconds)
                .putShort((short) id.length)
                .put(id)
                .array();
    }

    /** PUBLISH, QoS 1, with the id 1. */
    private static byte[] message() {
        byte[] topic = TestingClient.TOPIC.getBytes(UTF_8);
        byte[] payload = json();
        return ByteBuffer.allocate(6 + topic.length + payload.length)
                .put((byte) 0x32)
                .put((byte) (4 + topic.length + payload.length))
                .putShort((short) topic.length)
                .put(topic)
                .putShort((short) 1)
                .put(payload)
                .array();
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
