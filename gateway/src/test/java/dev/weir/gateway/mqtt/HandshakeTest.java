package dev.weir.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.access.ApiKey;
import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.InMemoryEventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.pkitesting.CertificateBuilder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static final MqttConnectMessage CONNECT = MqttMessageBuilders.connect()
            .protocolVersion(MqttVersion.MQTT_3_1_1)
            .clientId("press-1")
            .cleanSession(true)
            .build();

    private final KeyRing keys = new KeyRing(KeyRing.Demand.ALWAYS);
    private final StreamDirectory streams = new StreamDirectory();
    private final Desk desk = new Desk(
            MqttConfig.listeningOn("127.0.0.1", 0, null),
            keys,
            streams,
            new InMemoryEventLog(),
            new Sessions(1),
            new ByteBudget(1_000),
            new ByteBudget(1_000),
            new GatewayMetrics());

    @BeforeEach
    void serve() {
        streams.markComplete();
    }

    @Test
    void certificateThatAKeyWasMadeOfOpensWhatTheKeyDoes() throws Exception {
        X509Certificate certificate = inForce(Duration.ofDays(-1), Duration.ofDays(1));

        Session session = new Handshake(desk).judge(CONNECT, certificate);

        assertThat(session.pass().opens("readings")).isTrue();
        assertThat(session.pass().opens("orders")).isFalse();
    }

    /** As in a TLS session that began while it held, and is resumed: nothing of TLS looks at its dates any more. */
    @ParameterizedTest
    @ValueSource(ints = {-2, 1})
    void certificateOutsideOfItsDatesOpensNothingThoughTlsLetItPass(int fromDay) throws Exception {
        X509Certificate certificate = inForce(Duration.ofDays(fromDay), Duration.ofDays(fromDay + 1));

        assertThatThrownBy(() -> new Handshake(desk).judge(CONNECT, certificate))
                .isInstanceOfSatisfying(
                        Handshake.RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_AUTHORIZED));
    }

    /** A certificate with a key made of it. */
    private X509Certificate inForce(Duration from, Duration until) throws Exception {
        X509Certificate certificate = new CertificateBuilder()
                .subject("CN=press-1")
                .setIsCertificateAuthority(true)
                .notBefore(Instant.now().plus(from))
                .notAfter(Instant.now().plus(until))
                .buildSelfSigned()
                .getCertificate();
        ApiKey key = ApiKey.ofCertificate("press-1", List.of("readings"), List.of(), null, Instant.EPOCH, certificate);
        keys.update(Map.of(key.id(), key), true);
        return certificate;
    }
}
