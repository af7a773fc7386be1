package dev.weir.gateway.mqtt;

import dev.weir.gateway.access.Pass;
import dev.weir.gateway.mqtt.Session.Will;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges a CONNECT packet. */
final class Handshake {

    /** A client that isn't let in. */
    static final class RefusedException extends Exception {

        private final Reason reason;

        RefusedException(Reason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
    private static final int MQTT_3_1_1 = 4;
    static final int MQTT_5 = 5;
    private static final int LONGEST_CLIENT_ID = 256;
    private static final int MOST_QOS = 1;
    private static final long MILLIS_OF_KEEP_ALIVE = 1_500;

    private final Desk desk;

    Handshake(Desk desk) {
        this.desk = desk;
    }

    /**
     * @param certificate that the client has shown to own; null if it has shown none
     * @throws RefusedException with what to tell the client
     */
    Session judge(MqttConnectMessage connect, @Nullable X509Certificate certificate) throws RefusedException {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        boolean five = header.version() == MQTT_5;
        if (!five && header.version() != MQTT_3_1_1) {
            throw new RefusedException(Reason.PROTOCOL_VERSION);
        }
        if (!desk.ready()) {
            throw new RefusedException(Reason.STARTING);
        }
        if (property(header.properties(), MqttProperties.AUTHENTICATION_METHOD) != null) {
            throw new RefusedException(Reason.AUTHENTICATION_METHOD);
        }
        if (header.isWillFlag() && header.willQos() > MOST_QOS) {
            throw new RefusedException(Reason.QOS);
        }
        String clientId = clientId(payload.clientIdentifier(), five || header.isCleanSession());
        return new Session(
                clientId,
                pass(payload.passwordInBytes(), certificate, clientId),
                five,
                Duration.ofMillis(header.keepAliveTimeSeconds() * MILLIS_OF_KEEP_ALIVE),
                number(header.properties(), MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE),
                number(header.properties(), MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) == 1,
                header.isWillFlag() ? will(payload) : null);
    }

    private static Will will(MqttConnectPayload payload) {
        return new Will(payload.willTopic(), payload.willMessageInBytes());
    }

    /** One without an id gets one, unless it wants a session that outlives its connection (MQTT 3.1.1, section 3.1.3.1). */
    private static String clientId(@Nullable String given, boolean mayBeMissing) throws RefusedException {
        if (given == null || given.isEmpty()) {
            if (!mayBeMissing) {
                throw new RefusedException(Reason.CLIENT_ID);
            }
            return "weir-" + UUID.randomUUID();
        }
        // It goes into logs.
        if (given.length() > LONGEST_CLIENT_ID || given.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException(Reason.CLIENT_ID);
        }
        return given;
    }

    /** A password counts for more than a certificate, as it is what the client says itself. */
    private Pass pass(byte @Nullable [] password, @Nullable X509Certificate certificate, String clientId)
            throws RefusedException {
        String key = password == null || password.length == 0 ? null : new String(password, StandardCharsets.UTF_8);
        if (key == null && certificate != null) {
            return pass(certificate, clientId);
        }
        Optional<Pass> pass = desk.keys().admit(key);
        return pass.orElseThrow(() -> new RefusedException(key == null ? Reason.NOT_AUTHORIZED : Reason.WRONG_KEY));
    }

    /** Its dates count here, too: a TLS session that is resumed shows no certificate again (RFC 8446, section 2.2). */
    private Pass pass(X509Certificate certificate, String clientId) throws RefusedException {
        try {
            certificate.checkValidity();
            return desk.keys().admitOwner(certificate).orElseThrow(() -> new RefusedException(Reason.NOT_AUTHORIZED));
        } catch (CertificateException e) {
            LOG.warn(
                    "A client certificate is refused client={} code={} reason={}",
                    clientId,
                    Reason.NOT_AUTHORIZED.label(),
                    e.getMessage());
            throw new RefusedException(Reason.NOT_AUTHORIZED);
        }
    }

    private static int number(MqttProperties properties, int type, int preset) {
        MqttProperty<?> property = property(properties, type);
        return property != null && property.value() instanceof Integer number && number >= 0 ? number : preset;
    }

    static @Nullable MqttProperty<?> property(MqttProperties properties, int type) {
        return properties.getProperty(type);
    }
}
