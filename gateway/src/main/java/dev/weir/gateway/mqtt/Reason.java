package dev.weir.gateway.mqtt;

import java.util.Locale;

/** What a client is told, or a connection ends for: reason codes of MQTT 5 (section 2.4), and what 3.1.1 has for them. */
enum Reason {
    SUCCESS(0x00, 0),
    /** Of a connection that the client ended without saying so. */
    CONNECTION_LOST(0x00, 0),
    /** Of one with which no TLS came about, as it has another certificate than any key; nothing of MQTT can be said in it. */
    TLS_HANDSHAKE(0x00, 0),
    MALFORMED_PACKET(0x81, 0),
    PROTOCOL_ERROR(0x82, 0),
    /** Kafka or the registry is in the way, for a reason that a person must mend. */
    LOG_REFUSES(0x83, 0),
    PROTOCOL_VERSION(0x84, 1),
    CLIENT_ID(0x85, 2),
    WRONG_KEY(0x86, 4),
    NOT_AUTHORIZED(0x87, 5),
    STARTING(0x88, 3),
    SHUTTING_DOWN(0x8b, 0),
    AUTHENTICATION_METHOD(0x8c, 5),
    KEEP_ALIVE_TIMEOUT(0x8d, 0),
    TAKEN_OVER(0x8e, 0),
    UNKNOWN_TOPIC(0x90, 0),
    RECEIVE_MAXIMUM(0x93, 0),
    TOPIC_ALIAS(0x94, 0),
    PACKET_TOO_LARGE(0x95, 0),
    TOO_MANY_CONNECTIONS(0x97, 3),
    EVENT_TOO_LARGE(0x97, 0),
    /** Parts of packets of all connections take too much room. */
    TOO_MUCH_UNFINISHED(0x97, 0),
    KEY_REVOKED(0x98, 0),
    RETAIN(0x9a, 0),
    QOS(0x9b, 5),
    /** The rest of a packet doesn't come. */
    PACKET_TIMEOUT(0xa0, 0),
    CONNECT_TIMEOUT(0xa0, 0);

    private final byte code;
    private final byte connectReturnCode;

    Reason(int code, int connectReturnCode) {
        this.code = (byte) code;
        this.connectReturnCode = (byte) connectReturnCode;
    }

    /** In MQTT 5. */
    byte code() {
        return code;
    }

    /** In a CONNACK of MQTT 3.1.1 (section 3.2.2.3). */
    byte connectReturnCode() {
        return connectReturnCode;
    }

    /** In metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
