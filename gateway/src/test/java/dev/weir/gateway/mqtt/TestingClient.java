package dev.weir.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client and its connection to the door, both in memory; what one sends, the other has at once. */
final class TestingClient {

    static final String TOPIC = "plants/north/machines/m-1/sensors/s-1";

    private final EmbeddedChannel own = new EmbeddedChannel(MqttEncoder.INSTANCE, new MqttDecoder(1 << 20));
    private final EmbeddedChannel door = new EmbeddedChannel();
    private final MqttReceiver receiver;
    private final Lane lane;

    TestingClient(Desk desk) {
        lane = new Lane(door.eventLoop());
        receiver = MqttDoor.assemble(door.pipeline(), desk, lane);
        receiver.channelActive(door.pipeline().lastContext());
    }

    static TestingClient connected(Desk desk, MqttVersion version) {
        TestingClient client = new TestingClient(desk);
        client.connect(version, connect -> {});
        return client;
    }

    MqttConnAckMessage connect(MqttVersion version, Consumer<MqttMessageBuilders.ConnectBuilder> more) {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("s-1")
                .cleanSession(true);
        more.accept(connect);
        send(connect.build());
        return (MqttConnAckMessage) receive().get(0);
    }

    void send(Object packet) {
        own.writeOutbound(packet);
        for (ByteBuf bytes = own.readOutbound(); bytes != null; bytes = own.readOutbound()) {
            door.writeInbound(bytes);
        }
        settle();
    }

    /** As it is. */
    void sendBytes(byte... bytes) {
        door.writeInbound(Unpooled.wrappedBuffer(bytes));
        settle();
    }

    /** JSON may be written with single quotes. */
    void publish(int packetId, String topic, String json) {
        publish(MqttQoS.AT_LEAST_ONCE, packetId, topic, json.replace('\'', '"').getBytes(UTF_8));
    }

    void publish(MqttQoS qos, int packetId, String topic, byte[] payload) {
        send(new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, qos, false, 0),
                new MqttPublishVariableHeader(topic, packetId, MqttProperties.NO_PROPERTIES),
                Unpooled.wrappedBuffer(payload)));
    }

    static String reading(int seq) {
        return "{'seq':" + seq + ",'at':" + seq + ",'temperature':41.5}";
    }

    /** What the door has sent since the last call. */
    List<MqttMessage> receive() {
        settle();
        for (ByteBuf bytes = door.readOutbound(); bytes != null; bytes = door.readOutbound()) {
            own.writeInbound(bytes);
        }
        List<MqttMessage> packets = new ArrayList<>();
        for (MqttMessage packet = own.readInbound(); packet != null; packet = own.readInbound()) {
            if (packet.decoderResult().isFailure()) {
                throw new AssertionError(packet.decoderResult().cause());
            }
            packets.add(packet);
        }
        return packets;
    }

    /** The ids of the messages that it was told of, which must be all that it was told. */
    List<Integer> acknowledged() {
        return receive().stream().map(TestingClient::packetId).toList();
    }

    static int packetId(MqttMessage packet) {
        if (packet.fixedHeader().messageType() != MqttMessageType.PUBACK) {
            throw new AssertionError("no PUBACK: " + packet);
        }
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    static int reasonCode(MqttMessage packet) {
        return ((MqttPubReplyMessageVariableHeader) packet.variableHeader()).reasonCode() & 0xff;
    }

    static @Nullable String reasonString(MqttMessage packet) {
        MqttProperties.MqttProperty<?> property = ((MqttPubReplyMessageVariableHeader) packet.variableHeader())
                .properties()
                .getProperty(MqttProperties.REASON_STRING);
        return property == null ? null : (String) property.value();
    }

    boolean isOpen() {
        settle();
        return door.isOpen();
    }

    boolean isRead() {
        settle();
        return door.config().isAutoRead();
    }

    void sweepAfter(long nanos) {
        lane.sweep(System.nanoTime() + nanos);
        settle();
    }

    void retry() {
        lane.retry();
        settle();
    }

    /** What the door does after a while, it does now. */
    void advance(long millis) {
        door.advanceTimeBy(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
        door.runScheduledPendingTasks();
        settle();
    }

    void drain() {
        receiver.drain();
        settle();
    }

    /** It is gone without a word. */
    void breakOff() {
        door.close();
        settle();
    }

    private void settle() {
        door.runPendingTasks();
    }
}
