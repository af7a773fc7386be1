package dev.weir.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The packets that the door sends. */
final class Replies {

    static final MqttMessage PONG = MqttMessage.PINGRESP;

    private static final int SUBSCRIPTION_FAILED = 0x80;
    private static final int SUBSCRIPTION_NOT_OFFERED = 0x83;
    private static final short NO_SUBSCRIPTION = 0x11;
    private static final int NO = 0;
    /** Of a PUBACK beside its reason string: at most. */
    private static final int PUBACK_BYTES = 16;

    private Replies() {}

    /** @param given whether the client had no id of its own */
    static MqttConnAckMessage accepted(Session session, boolean given, MqttConfig config) {
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (session.five()) {
            // Netty's builder writes the receive maximum for the maximum of QoS.
            properties = new MqttProperties();
            add(properties, MqttProperties.RECEIVE_MAXIMUM, config.maxInFlight());
            add(properties, MqttProperties.MAXIMUM_QOS, 1);
            add(properties, MqttProperties.RETAIN_AVAILABLE, NO);
            add(properties, MqttProperties.MAXIMUM_PACKET_SIZE, config.maxPacketBytes());
            add(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, NO);
            add(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, NO);
            add(properties, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, NO);
            add(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, NO);
            add(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, NO);
            if (given) {
                properties.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, session.clientId()));
            }
        }
        return connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED, properties);
    }

    static MqttConnAckMessage notAccepted(Reason reason, boolean five) {
        byte code = five ? reason.code() : reason.connectReturnCode();
        return connAck(MqttConnectReturnCode.valueOf(code), MqttProperties.NO_PROPERTIES);
    }

    private static MqttConnAckMessage connAck(MqttConnectReturnCode code, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, false, properties));
    }

    private static void add(MqttProperties properties, int type, int value) {
        properties.add(new IntegerProperty(type, value));
    }

    /** Of MQTT 5, which can say more than that all is well. */
    static MqttPubAckMessage pubAck(int packetId, Reason reason, @Nullable String remark, Session session) {
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (remark != null
                && session.reasons()
                && remark.getBytes(StandardCharsets.UTF_8).length + PUBACK_BYTES <= session.maxPacketBytes()) {
            properties = new MqttProperties();
            properties.add(new StringProperty(MqttProperties.REASON_STRING, remark));
        }
        return new MqttPubAckMessage(
                header(MqttMessageType.PUBACK),
                new MqttPubReplyMessageVariableHeader(packetId, reason.code(), properties));
    }

    static MqttSubAckMessage noSubscription(int packetId, int topics, boolean five) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                id(packetId),
                new MqttSubAckPayload(
                        Collections.nCopies(topics, five ? SUBSCRIPTION_NOT_OFFERED : SUBSCRIPTION_FAILED)));
    }

    static MqttUnsubAckMessage notSubscribed(int packetId, int topics) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                id(packetId),
                new MqttUnsubAckPayload(Collections.nCopies(topics, NO_SUBSCRIPTION)));
    }

    /** Of MQTT 5. */
    static MqttMessage disconnect(Reason reason) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader(reason.code(), MqttProperties.NO_PROPERTIES));
    }

    private static MqttMessageIdVariableHeader id(int packetId) {
        return new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES);
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
