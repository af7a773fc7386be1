package dev.weir.gateway.mqtt;

import static dev.weir.gateway.mqtt.TestingClient.TOPIC;
import static dev.weir.gateway.mqtt.TestingClient.packetId;
import static dev.weir.gateway.mqtt.TestingClient.reading;
import static dev.weir.gateway.mqtt.TestingClient.reasonCode;
import static dev.weir.gateway.mqtt.TestingClient.reasonString;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.access.ApiKey;
import dev.weir.contract.access.TopicFilter;
import dev.weir.contract.event.JsonEventDecoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.AppendResult;
import dev.weir.gateway.log.InMemoryEventLog;
import dev.weir.gateway.log.InMemoryEventLog.Appended;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttReceiverTest {

    private static final int IN_FLIGHT = 4;
    private static final ApiKey.Issued KEY =
            ApiKey.issue("plant", List.of("readings"), List.of(new TopicFilter("plants/north/#")), null, Instant.EPOCH);

    private final InMemoryEventLog log = new InMemoryEventLog();
    private final KeyRing keys = new KeyRing(KeyRing.Demand.AS_SET);
    private final StreamDirectory streams = new StreamDirectory();
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final ByteBudget budget = new ByteBudget(1_000);
    private final ByteBudget unfinished = new ByteBudget(1_000);
    private final Desk desk = new Desk(
            new MqttConfig(
                    "",
                    0,
                    900,
                    2,
                    IN_FLIGHT,
                    100,
                    1_000,
                    1_000,
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    null),
            keys,
            streams,
            log,
            new Sessions(2),
            budget,
            unfinished,
            metrics);

    @BeforeEach
    void serve() {
        streams.put(TestingStreams.readings());
        streams.put(TestingStreams.stream("careful", "careful/{machine}/{sensor}", "qos: 1"));
        streams.markComplete();
        keys.update(Map.of(KEY.key().id(), KEY.key()), false);
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void messageIsAcknowledgedOnlyAfterTheLogHasStoredItsEvent(MqttVersion version) {
        TestingClient client = TestingClient.connected(desk, version);
        log.holdBack();

        client.publish(1, TOPIC, "{'seq':7,'at':'2026-01-31T12:00:00Z','temperature':41.5}");

        assertThat(client.acknowledged()).isEmpty();
        log.acknowledge();
        assertThat(client.acknowledged()).containsExactly(1);
        assertThat(stored())
                .containsExactly(
                        "s-1={\"sensor\":\"s-1\",\"machine\":\"m-1\",\"seq\":7,\"at\":\"2026-01-31T12:00:00Z\","
                                + "\"vibration\":null,\"temperature\":41.5}");
        assertThat(budget.used()).isZero();
    }

    @Test
    void acknowledgementsComeInTheOrderOfTheMessages() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        log.holdBack();
        client.publish(1, TOPIC, reading(1));
        client.publish(2, TOPIC, reading(2));
        client.publish(3, TOPIC, reading(3));

        log.acknowledge(1);

        assertThat(client.acknowledged()).isEmpty();
        log.acknowledge(0);
        assertThat(client.acknowledged()).containsExactly(1, 2);
        log.acknowledge(0);
        assertThat(client.acknowledged()).containsExactly(3);
    }

    @Test
    void burstIsAcknowledgedWhenAllOfItIsStored() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        log.holdBack();

        client.publish(1, TOPIC, "{'seq':7,'at':1000,'period_ms':0.5,'samples':[[1.5,40],[null,41],[2,42.5]]}");

        log.acknowledge(0);
        log.acknowledge(1);
        assertThat(client.acknowledged()).isEmpty();
        log.acknowledge(0);
        assertThat(client.acknowledged()).containsExactly(1);
        assertThat(stored())
                .containsExactly(
                        event(7, "1970-01-01T00:00:01Z", "1.5", "40.0"),
                        event(8, "1970-01-01T00:00:01Z", "null", "41.0"),
                        event(9, "1970-01-01T00:00:01.001Z", "2.0", "42.5"));
    }

    @Test
    void connectionIsNotReadWhileAsManyMessagesAreInFlightAsMayBe() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        log.holdBack();

        for (int i = 1; i <= IN_FLIGHT + 2; i++) {
            client.publish(i, TOPIC, reading(i));
        }

        assertThat(client.isRead()).isFalse();
        assertThat(log.events()).hasSize(IN_FLIGHT);
        log.acknowledge();
        assertThat(client.acknowledged()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(client.isRead()).isTrue();
    }

    @Test
    void connectionIsNotReadWhileTooMuchIsInFlightOfAll() {
        TestingClient elder = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_3_1_1, connect -> connect.clientId("s-2"));
        log.holdBack();
        elder.publish(1, TOPIC, large());

        client.publish(1, TOPIC, large());
        client.publish(2, TOPIC, reading(2));

        assertThat(client.isRead()).isFalse();
        assertThat(log.events()).hasSize(1);
        log.acknowledge();
        assertThat(elder.acknowledged()).containsExactly(1);
        client.retry();
        assertThat(client.acknowledged()).containsExactly(1, 2);
        assertThat(client.isRead()).isTrue();
        assertThat(budget.used()).isZero();
    }

    @Test
    void clientOfVersion5ThatSendsMoreThanItMayIsToldSo() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);
        log.holdBack();

        for (int i = 1; i <= IN_FLIGHT + 1; i++) {
            client.publish(i, TOPIC, reading(i));
        }

        assertDisconnected(client, 0x93);
    }

    @Test
    void whatTheLogHasNoRoomForIsSentAgainInItsOrder() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        log.failWith(AppendResult.Busy::new);
        client.publish(1, TOPIC, reading(1));
        client.publish(2, TOPIC, reading(2));
        client.retry();
        assertThat(client.acknowledged()).isEmpty();

        log.failWith(() -> null);
        client.publish(3, TOPIC, reading(3));
        assertThat(log.events()).isEmpty();
        client.retry();

        assertThat(client.acknowledged()).containsExactly(1, 2, 3);
        assertThat(log.events()).extracting(each -> each.event().time()).containsExactly(1L, 2L, 3L);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void whatTheLogLeftUnknownIsSentAgain() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        log.failWith(AppendResult.Unknown::new);
        client.publish(1, TOPIC, reading(1));
        assertThat(client.acknowledged()).isEmpty();

        log.failWith(() -> null);
        client.retry();

        assertThat(client.acknowledged()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{'seq':1,'at':0}",
                "{'seq':1,'at':0,'temperature':'warm'}",
                "{'seq':1,'at':0,'temperature':1,'sensor':'s-2'}",
                "{'seq':1,'at':0,'temperature':1,'extra':1}",
                "{'seq':1,'at':0,'period_ms':10,'samples':[[1,2],[3]]}",
                "{'seq':1,'at':0,'period_ms':10,'samples':[]}",
                "{'seq':1,'at':0,'samples':[[1,2]]}",
                "{'seq':9223372036854775807,'at':0,'period_ms':10,'samples':[[1,2],[1,2]]}",
                "[]",
                ""
            })
    void messageThatCannotBeDecodedIsStoredAsItIsAndAcknowledged(String payload) {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);

        client.publish(1, TOPIC, payload);

        List<MqttMessage> answers = client.receive();
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(packetId(answer)).isEqualTo(1);
            assertThat(reasonCode(answer)).isZero();
            assertThat(reasonString(answer)).startsWith("Stored, but dead: ");
        });
        assertThat(log.events()).singleElement().satisfies(record -> {
            assertThat(record.event().value())
                    .isEqualTo(payload.replace('\'', '"').getBytes(UTF_8));
            assertThat(record.event().key()).isEqualTo("s-1".getBytes(UTF_8));
            assertThat(record.event().time()).isNull();
            assertThat(record.headers()).containsEntry("mqtt_topic", TOPIC).containsKey("weir_reason");
        });
        assertThat(text()).contains("weir_gateway_events_dead_total{reason=\"");
    }

    @Test
    void bytesThatBeginLikeAnEventAreNoneToAnyReader() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        byte[] payload = {0, 0, 0, 0, 7, 1};

        client.publish(MqttQoS.AT_LEAST_ONCE, 1, TOPIC, payload);

        assertThat(log.events().get(0).event().value()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    void eventThatBreaksARuleIsStoredAsAnEventWithoutMovingTime() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);

        client.publish(1, TOPIC, "[{'seq':1,'at':0,'temperature':400},{'seq':2,'at':0,'temperature':39}]");

        assertThat(reasonString(client.receive().get(0))).contains("RULE");
        assertThat(stored())
                .containsExactly(
                        event(1, "1970-01-01T00:00:00Z", "null", "400.0"),
                        event(2, "1970-01-01T00:00:00Z", "null", "39.0"));
        assertThat(log.events().get(0).event().time()).isNull();
        assertThat(log.events().get(1).event().time()).isZero();
    }

    @Test
    void clientOfVersion5IsToldThatNoStreamTakesInATopic() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);

        client.publish(1, "nobody/knows", reading(1));
        client.publish(2, TOPIC, reading(2));

        List<MqttMessage> answers = client.receive();
        assertThat(answers).extracting(TestingClient::packetId).containsExactly(1, 2);
        assertThat(reasonCode(answers.get(0))).isEqualTo(0x90);
        assertThat(reasonCode(answers.get(1))).isZero();
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void connectionOfVersion311IsClosedAfterAWhileIfNoStreamTakesInATopic() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        client.publish(1, TOPIC, reading(1));

        client.publish(2, "nobody/knows", reading(2));
        client.publish(3, TOPIC, reading(3));

        assertThat(client.acknowledged()).containsExactly(1);
        assertThat(client.isOpen()).isTrue();
        client.advance(5_001);
        assertThat(client.isOpen()).isFalse();
        assertThat(client.acknowledged()).isEmpty();
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void connectionOfARefusedMessageIsCountedAsSuchAlsoIfItsClientComesAgainMeanwhile() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        client.publish(1, "nobody/knows", reading(1));

        TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);

        assertThat(client.isOpen()).isFalse();
        assertThat(text())
                .contains("weir_gateway_mqtt_disconnects_total{reason=\"unknown_topic\"} 1.0")
                .doesNotContain("taken_over");
    }

    @Test
    void newStreamIsTakenInWithoutANewConnection() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);
        client.publish(1, "new/m-1/s-1", reading(1));
        assertThat(reasonCode(client.receive().get(0))).isEqualTo(0x90);

        streams.put(TestingStreams.stream("new", "new/{machine}/{sensor}", ""));
        client.publish(2, "new/m-1/s-1", reading(2));

        assertThat(reasonCode(client.receive().get(0))).isZero();
        assertThat(log.events().get(0).topic()).isEqualTo("new");
    }

    @Test
    void qos0IsStoredAndNobodyIsTold() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);

        client.publish(
                MqttQoS.AT_MOST_ONCE, 0, TOPIC, reading(1).replace('\'', '"').getBytes(UTF_8));

        assertThat(client.receive()).isEmpty();
        assertThat(log.events()).hasSize(1);
        assertThat(text()).contains("weir_gateway_mqtt_messages_total{qos=\"0\"} 1.0");
    }

    @Test
    void qos0ThatIsNotStoredWhenItsClientGoesIsCounted() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        log.failWith(AppendResult.Busy::new);
        client.publish(
                MqttQoS.AT_MOST_ONCE, 0, TOPIC, reading(1).replace('\'', '"').getBytes(UTF_8));

        client.breakOff();

        assertThat(text()).contains("weir_gateway_mqtt_lost_total 1.0");
        assertThat(budget.used()).isZero();
    }

    @Test
    void qos0IsRefusedWhereTheContractWantsMore() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);

        client.publish(MqttQoS.AT_MOST_ONCE, 0, "careful/m-1/s-1", reading(1).getBytes(UTF_8));
        client.advance(5_001);

        assertDisconnected(client, 0x9b);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void qos2IsNotOffered() {
        TestingClient client = new TestingClient(desk);
        MqttConnAckMessage answer = client.connect(MqttVersion.MQTT_5, connect -> {});
        assertThat(answer.variableHeader()
                        .properties()
                        .getProperty(MqttProperties.MAXIMUM_QOS)
                        .value())
                .isEqualTo(1);
        client.publish(MqttQoS.EXACTLY_ONCE, 1, TOPIC, reading(1).getBytes(UTF_8));
        assertDisconnected(client, 0x9b);

        TestingClient older = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        older.publish(MqttQoS.EXACTLY_ONCE, 1, TOPIC, reading(1).getBytes(UTF_8));
        assertThat(older.isOpen()).isFalse();
        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void nobodyCanSubscribe(MqttVersion version) {
        TestingClient client = TestingClient.connected(desk, version);

        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "a")
                .addSubscription(MqttQoS.AT_LEAST_ONCE, "b")
                .build());
        client.send(MqttMessageBuilders.unsubscribe()
                .messageId(2)
                .addTopicFilter("a")
                .build());

        List<MqttMessage> answers = client.receive();
        assertThat(((MqttSubAckMessage) answers.get(0)).payload().reasonCodes())
                .containsExactly(
                        version == MqttVersion.MQTT_5 ? 0x83 : 0x80, version == MqttVersion.MQTT_5 ? 0x83 : 0x80);
        assertThat(answers.get(1).fixedHeader().messageType()).isEqualTo(MqttMessageType.UNSUBACK);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void pingIsAnswered() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);

        client.send(MqttMessage.PINGREQ);

        assertThat(client.receive())
                .singleElement()
                .satisfies(
                        packet -> assertThat(packet.fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP));
    }

    @Test
    void newConnectionOfTheSameClientEndsTheElder() {
        TestingClient elder = TestingClient.connected(desk, MqttVersion.MQTT_5);
        log.holdBack();
        elder.publish(1, TOPIC, reading(1));

        TestingClient younger = TestingClient.connected(desk, MqttVersion.MQTT_5);

        assertDisconnected(elder, 0x8e);
        assertThat(younger.isOpen()).isTrue();
        assertThat(desk.sessions().size()).isEqualTo(1);
        log.acknowledge();
        elder.isOpen();
        assertThat(budget.used()).isZero();
    }

    /** The device sends again what it had in flight: both stay, as one event by its identity. */
    @Test
    void whatTheElderConnectionHadInFlightIsStoredAndTheYoungerIsAcknowledged() {
        TestingClient elder = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        elder.publish(1, TOPIC, reading(1));
        assertThat(elder.acknowledged()).containsExactly(1);
        log.holdBack();
        elder.publish(2, TOPIC, reading(2));

        TestingClient younger = TestingClient.connected(desk, MqttVersion.MQTT_3_1_1);
        younger.publish(2, TOPIC, reading(2));
        log.acknowledge();

        assertThat(elder.isOpen()).isFalse();
        assertThat(elder.receive()).isEmpty();
        assertThat(younger.acknowledged()).containsExactly(2);
        assertThat(stored())
                .containsExactly(
                        event(1, "1970-01-01T00:00:00.001Z", "null", "41.5"),
                        event(2, "1970-01-01T00:00:00.002Z", "null", "41.5"),
                        event(2, "1970-01-01T00:00:00.002Z", "null", "41.5"));
        assertThat(budget.used()).isZero();
    }

    @Test
    void clientIdOfAnotherKeyIsAnotherClient() {
        TestingClient elder = TestingClient.connected(desk, MqttVersion.MQTT_5);

        TestingClient other = new TestingClient(desk);
        other.connect(
                MqttVersion.MQTT_5,
                connect -> connect.username("x").password(KEY.text().getBytes(UTF_8)));

        assertThat(elder.isOpen()).isTrue();
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void thereAreNotMoreConnectionsThanMayBe() {
        TestingClient.connected(desk, MqttVersion.MQTT_5);
        new TestingClient(desk).connect(MqttVersion.MQTT_5, connect -> connect.clientId("s-2"));
        TestingClient third = new TestingClient(desk);

        MqttConnAckMessage answer = third.connect(MqttVersion.MQTT_5, connect -> connect.clientId("s-3"));

        assertThat(answer.variableHeader().connectReturnCode().byteValue()).isEqualTo((byte) 0x97);
        assertThat(third.isOpen()).isFalse();
        assertThat(desk.sessions().size()).isEqualTo(2);
    }

    @Test
    void silentClientIsClosedAfterOneAndAHalfKeepAlives() {
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_5, connect -> connect.keepAlive(10));

        client.sweepAfter(Duration.ofSeconds(14).toNanos());
        assertThat(client.isOpen()).isTrue();
        client.sweepAfter(Duration.ofMillis(15_100).toNanos());

        assertDisconnected(client, 0x8d);
    }

    @Test
    void clientThatStallsWithinAPacketIsSilent() {
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_5, connect -> connect.keepAlive(10));

        client.sendBytes((byte) 0x32, (byte) 100, (byte) 0);
        client.sweepAfter(Duration.ofMillis(15_100).toNanos());

        assertDisconnected(client, 0x8d);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void clientWithoutKeepAliveThatStallsWithinAPacketIsClosedAfterAWhile() {
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_5, connect -> connect.keepAlive(0));
        client.sweepAfter(Duration.ofDays(1).toNanos());
        assertThat(client.isOpen()).isTrue();

        client.sendBytes((byte) 0x32, (byte) 100, (byte) 0);
        client.sweepAfter(Duration.ofSeconds(59).toNanos());
        assertThat(client.isOpen()).isTrue();
        client.sweepAfter(Duration.ofMillis(60_100).toNanos());

        assertDisconnected(client, 0xa0);
        assertThat(text()).contains("weir_gateway_mqtt_disconnects_total{reason=\"packet_timeout\"} 1.0");
    }

    @Test
    void partsOfPacketsOfAllConnectionsTogetherHaveABound() {
        TestingClient elder = TestingClient.connected(desk, MqttVersion.MQTT_5);
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_5, connect -> connect.clientId("s-2"));

        elder.sendBytes(partOf900Bytes(700));
        client.sendBytes(partOf900Bytes(301));

        assertDisconnected(client, 0x97);
        assertThat(text()).contains("weir_gateway_mqtt_disconnects_total{reason=\"too_much_unfinished\"} 1.0");
        assertThat(elder.isOpen()).isTrue();
        assertThat(unfinished.used()).isEqualTo(700);
        elder.breakOff();
        assertThat(unfinished.used()).isZero();
    }

    /** PUBLISH of MQTT 5, QoS 1, without properties, to the topic t: what has come behind its length. */
    private static byte[] partOf900Bytes(int come) {
        return ByteBuffer.allocate(3 + come)
                .put(new byte[] {0x32, (byte) 0x84, 0x07, 0, 1, 't', 0, 1, 0})
                .array();
    }

    @Test
    void clientThatTheDoorDoesNotReadIsNotSilent() {
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_3_1_1, connect -> connect.keepAlive(10));
        log.holdBack();
        for (int i = 1; i <= IN_FLIGHT; i++) {
            client.publish(i, TOPIC, reading(i));
        }

        client.sweepAfter(Duration.ofMinutes(10).toNanos());

        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void connectionWithoutAConnectIsClosed() {
        TestingClient client = new TestingClient(desk);

        client.sweepAfter(Duration.ofMillis(10_100).toNanos());

        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void keyIsThePasswordAndOpensItsTopicsOnly() {
        keys.update(Map.of(KEY.key().id(), KEY.key()), true);
        assertThat(connectCode(MqttVersion.MQTT_3_1_1, null)).isEqualTo((byte) 5);
        assertThat(connectCode(MqttVersion.MQTT_5, null)).isEqualTo((byte) 0x87);
        assertThat(connectCode(MqttVersion.MQTT_3_1_1, "guess")).isEqualTo((byte) 4);
        TestingClient client = new TestingClient(desk);
        client.connect(
                MqttVersion.MQTT_5,
                connect -> connect.username("x").password(KEY.text().getBytes(UTF_8)));

        client.publish(1, TOPIC, reading(1));
        client.publish(2, "plants/south/machines/m-1/sensors/s-1", reading(2));
        client.publish(3, "careful/m-1/s-1", reading(3));

        assertThat(client.receive()).extracting(TestingClient::reasonCode).containsExactly(0, 0x87, 0x87);
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void revokedKeyEndsItsConnections() {
        TestingClient client = new TestingClient(desk);
        client.connect(
                MqttVersion.MQTT_5,
                connect -> connect.username("x").password(KEY.text().getBytes(UTF_8)));

        keys.update(Map.of(), false);
        client.sweepAfter(0);

        assertDisconnected(client, 0x98);
    }

    @Test
    void nobodyIsLetInBeforeKeysAndStreamsAreKnown() {
        Desk early = new Desk(
                desk.config(),
                new KeyRing(KeyRing.Demand.AS_SET),
                streams,
                log,
                desk.sessions(),
                budget,
                unfinished,
                metrics);

        MqttConnAckMessage answer = new TestingClient(early).connect(MqttVersion.MQTT_3_1_1, connect -> {});

        assertThat(answer.variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
    }

    @Test
    void clientIdThatCouldForgeALogIsRefused() {
        MqttConnAckMessage answer =
                new TestingClient(desk).connect(MqttVersion.MQTT_5, connect -> connect.clientId("a\nERROR b"));

        assertThat(answer.variableHeader().connectReturnCode().byteValue()).isEqualTo((byte) 0x85);
    }

    @Test
    void version31IsNotSpoken() {
        MqttConnAckMessage answer = new TestingClient(desk).connect(MqttVersion.MQTT_3_1, connect -> {});

        assertThat(answer.variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
    }

    @Test
    void packetThatIsTooLargeIsRefusedByItsLengthAlone() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);

        client.sendBytes((byte) 0x32, (byte) 0x85, (byte) 0x07);

        assertDisconnected(client, 0x95);
    }

    @Test
    void packetThatIsNoneEndsTheConnection() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);

        client.sendBytes((byte) 0x36, (byte) 2, (byte) 0, (byte) 0);

        assertDisconnected(client, 0x81);
    }

    @Test
    void willIsPublishedUnlessTheClientSaysGoodbye() {
        TestingClient client = new TestingClient(desk);
        client.connect(MqttVersion.MQTT_3_1_1, MqttReceiverTest::leaveAWill);
        client.send(MqttMessage.DISCONNECT);
        assertThat(client.isOpen()).isFalse();
        assertThat(log.events()).isEmpty();

        TestingClient lost = new TestingClient(desk);
        lost.connect(MqttVersion.MQTT_3_1_1, MqttReceiverTest::leaveAWill);
        lost.breakOff();

        assertThat(stored()).containsExactly(event(9, "1970-01-01T00:00:00.009Z", "null", "41.5"));
    }

    @Test
    void closingDoorAcknowledgesWhatIsOnItsWayFirst() {
        TestingClient client = TestingClient.connected(desk, MqttVersion.MQTT_5);
        log.holdBack();
        client.publish(1, TOPIC, reading(1));

        client.drain();
        client.publish(2, TOPIC, reading(2));

        assertThat(client.isOpen()).isTrue();
        log.acknowledge();
        List<MqttMessage> last = client.receive();
        assertThat(packetId(last.get(0))).isEqualTo(1);
        assertThat(disconnectCode(last.get(1))).isEqualTo(0x8b);
        assertThat(client.isOpen()).isFalse();
        assertThat(log.events()).hasSize(1);
    }

    private static void leaveAWill(MqttMessageBuilders.ConnectBuilder connect) {
        connect.willFlag(true)
                .willTopic(TOPIC)
                .willMessage(reading(9).replace('\'', '"').getBytes(UTF_8));
    }

    private byte connectCode(MqttVersion version, String password) {
        TestingClient client = new TestingClient(desk);
        byte code = client.connect(version, connect -> {
                    if (password != null) {
                        connect.username("x").password(password.getBytes(UTF_8));
                    }
                })
                .variableHeader()
                .connectReturnCode()
                .byteValue();
        assertThat(client.isOpen()).isFalse();
        return code;
    }

    private static void assertDisconnected(TestingClient client, int code) {
        List<MqttMessage> packets = client.receive();
        assertThat(packets).isNotEmpty();
        assertThat(disconnectCode(packets.get(packets.size() - 1))).isEqualTo(code);
        assertThat(client.isOpen()).isFalse();
    }

    private static int disconnectCode(MqttMessage packet) {
        assertThat(packet.fixedHeader().messageType()).isEqualTo(MqttMessageType.DISCONNECT);
        return ((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader()).reasonCode() & 0xff;
    }

    private static String large() {
        return reading(1).replace("}", ",'machine':'m-1'}" + " ".repeat(600));
    }

    private String text() {
        return new String(metrics.text(), UTF_8);
    }

    private static String event(int seq, String at, String vibration, String temperature) {
        return "s-1={\"sensor\":\"s-1\",\"machine\":\"m-1\",\"seq\":" + seq + ",\"at\":\"" + at + "\",\"vibration\":"
                + vibration + ",\"temperature\":" + temperature + "}";
    }

    private List<String> stored() {
        return log.events().stream().map(this::text).toList();
    }

    private String text(Appended record) {
        try {
            return new String(record.event().key(), UTF_8) + "="
                    + new JsonEventDecoder(TestingStreams.readings().contract().schema())
                            .decode(record.event().value());
        } catch (RecordRejectedException e) {
            throw new AssertionError(e);
        }
    }
}
