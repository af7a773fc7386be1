package dev.weir.gateway.mqtt;

import dev.weir.gateway.mqtt.Session.Will;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its beginning to its end. All happens on its event loop, but for {@link #takenOver} and {@link #drain}.
 */
final class MqttReceiver extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(MqttReceiver.class);
    /** First byte and length of a PUBACK without more than its packet id. */
    private static final int PLAIN_PUBACK = 0x4002;

    private static final int PLAIN_PUBACK_BYTES = 4;
    private static final byte DISCONNECT_WITH_WILL = 0x04;
    /** A client that doesn't read what was written to it gets no more than this to do so once its connection ends. */
    private static final long LAST_WORDS_MILLIS = 5_000;

    private final Desk desk;
    private final Lane lane;
    private final PacketLimit packets;
    private final Outbox outbox;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Session session;
    private @Nullable Intake intake;
    /** Of the last packet; of the connection's beginning before there was one. */
    private long heard = System.nanoTime();
    /** Its key lets nothing through for now. */
    private boolean held;
    /** Nothing is read any more; it ends when all is answered. */
    private boolean draining;
    /** Why a message can't be taken: nothing is read any more, and it ends after a while. Null as long as all could be. */
    private @Nullable Reason refusal;

    private boolean ended;
    private boolean saidGoodbye;
    private boolean unflushed;

    /** @param packets that stands before it in its pipeline */
    MqttReceiver(Desk desk, Lane lane, PacketLimit packets) {
        this.desk = desk;
        this.lane = lane;
        this.packets = packets;
        outbox = new Outbox(desk.log(), desk.budget(), delivery -> lane.known(this, delivery));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        lane.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object packet) {
        try {
            if (!ended && refusal == null && !draining) {
                heard = System.nanoTime();
                MqttMessage message = (MqttMessage) packet;
                if (message.decoderResult().isFailure()) {
                    malformed(message.decoderResult().cause());
                } else {
                    read(message);
                }
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void malformed(Throwable cause) {
        if (session != null) {
            end(Reason.MALFORMED_PACKET);
        } else if (cause instanceof MqttUnacceptableProtocolVersionException) {
            refuseConnect(Reason.PROTOCOL_VERSION, false);
        } else {
            desk.metrics().mqtt().connect(Reason.MALFORMED_PACKET.label());
            end(Reason.MALFORMED_PACKET);
        }
    }

    private void read(MqttMessage message) {
        Session known = session;
        if (known == null) {
            if (message instanceof MqttConnectMessage connect) {
                connect(connect);
            } else {
                end(Reason.PROTOCOL_ERROR);
            }
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) message, known);
            case PINGREQ -> writeAndFlush(Replies.PONG);
            case DISCONNECT -> disconnect(message);
            case SUBSCRIBE -> {
                MqttSubscribeMessage subscribe = (MqttSubscribeMessage) message;
                writeAndFlush(Replies.noSubscription(
                        subscribe.variableHeader().messageId(),
                        subscribe.payload().topicSubscriptions().size(),
                        known.five()));
            }
            case UNSUBSCRIBE -> {
                MqttUnsubscribeMessage unsubscribe = (MqttUnsubscribeMessage) message;
                writeAndFlush(Replies.notSubscribed(
                        unsubscribe.variableHeader().messageId(),
                        unsubscribe.payload().topics().size()));
            }
            case CONNECT, CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK, PINGRESP, AUTH ->
                end(Reason.PROTOCOL_ERROR);
        }
    }

    private void connect(MqttConnectMessage connect) {
        boolean five = connect.variableHeader().version() == Handshake.MQTT_5;
        try {
            Session judged = new Handshake(desk).judge(connect, TlsHandshakes.certificate(there().pipeline()));
            if (!desk.sessions().enter(judged, this)) {
                refuseConnect(Reason.TOO_MANY_CONNECTIONS, five);
                return;
            }
            session = judged;
            intake = new Intake(desk, judged.pass());
            desk.metrics().mqtt().connect(Reason.SUCCESS.label());
            desk.metrics().mqtt().connected();
            String own = connect.payload().clientIdentifier();
            writeAndFlush(Replies.accepted(judged, own == null || own.isEmpty(), desk.config()));
        } catch (Handshake.RefusedException e) {
            refuseConnect(e.reason(), five);
        }
    }

    private void refuseConnect(Reason reason, boolean five) {
        desk.metrics().mqtt().connect(reason.label());
        if (five || reason.connectReturnCode() != 0) {
            there().write(Replies.notAccepted(reason, five));
        }
        ended = true;
        close();
    }

    private void publish(MqttPublishMessage message, Session known) {
        MqttFixedHeader header = message.fixedHeader();
        MqttQoS qos = header.qosLevel();
        String topic = message.variableHeader().topicName();
        if (qos.value() > MqttQoS.AT_LEAST_ONCE.value()) {
            end(Reason.QOS);
        } else if (known.five() && header.isRetain()) {
            end(Reason.RETAIN);
        } else if (known.five()
                && Handshake.property(message.variableHeader().properties(), MqttProperties.TOPIC_ALIAS) != null) {
            end(Reason.TOPIC_ALIAS);
        } else if (topic.isEmpty() || topic.indexOf('\0') >= 0) {
            end(Reason.MALFORMED_PACKET);
        } else if (qos == MqttQoS.AT_LEAST_ONCE
                && known.five()
                && outbox.awaited() >= desk.config().maxInFlight()) {
            end(Reason.RECEIVE_MAXIMUM);
        } else {
            desk.metrics().mqtt().message(qos.value());
            int packetId =
                    qos == MqttQoS.AT_LEAST_ONCE ? message.variableHeader().packetId() : Delivery.UNANSWERED;
            take(topic, ByteBufUtil.getBytes(message.payload()), packetId, known);
        }
    }

    private void take(String topic, byte[] payload, int packetId, Session known) {
        if (intake == null) {
            throw new IllegalStateException("a session without an intake");
        }
        outbox.add(intake.take(topic, payload, packetId));
        if (outbox.blocked()) {
            lane.block(this);
        }
        long delay = known.pass().delay(System.nanoTime()).toNanos();
        if (delay > 0) {
            hold(delay);
        }
        if (answer()) {
            flush();
        }
    }

    /** Its key has sent too much: nothing is read for so long. */
    private void hold(long nanos) {
        if (!held) {
            held = true;
            there().executor()
                    .schedule(
                            () -> {
                                held = false;
                                adjustReading();
                            },
                            nanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    private void disconnect(MqttMessage message) {
        saidGoodbye = !(message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.reasonCode() == DISCONNECT_WITH_WILL);
        finish(Reason.SUCCESS);
    }

    /**
     * The log has told of all of a message.
     *
     * @return whether there is something to {@link #flush}
     */
    boolean settle(Delivery delivery) {
        outbox.settle(delivery);
        if (ended) {
            if (!delivery.settled() && delivery.packetId() == Delivery.UNANSWERED) {
                desk.metrics().mqtt().lost();
            }
            return false;
        }
        if (outbox.blocked()) {
            lane.block(this);
        }
        return answer();
    }

    /**
     * Sends again what there was no room for.
     *
     * @return whether nothing waits any more
     */
    boolean retry() {
        if (ended) {
            return true;
        }
        boolean sent = outbox.sendWaiting();
        adjustReading();
        return sent;
    }

    /** Writes what can be told, in the order of the messages. */
    private boolean answer() {
        Session known = session;
        boolean wrote = false;
        for (Delivery next = outbox.poll(); next != null && known != null && refusal == null; next = outbox.poll()) {
            if (next.reason() != Reason.SUCCESS && (!known.five() || next.packetId() == Delivery.UNANSWERED)) {
                refuse(next.reason(), known);
            } else if (next.packetId() != Delivery.UNANSWERED) {
                acknowledge(next, known);
                wrote = true;
            }
        }
        unflushed |= wrote;
        if (draining && outbox.size() == 0) {
            end(Reason.SHUTTING_DOWN);
        }
        adjustReading();
        return unflushed;
    }

    private void acknowledge(Delivery delivery, Session known) {
        if (known.five() && (delivery.reason() != Reason.SUCCESS || delivery.remark() != null)) {
            there().write(Replies.pubAck(delivery.packetId(), delivery.reason(), delivery.remark(), known));
        } else {
            ByteBuf plain = there().alloc().ioBuffer(PLAIN_PUBACK_BYTES, PLAIN_PUBACK_BYTES);
            plain.writeShort(PLAIN_PUBACK).writeShort(delivery.packetId());
            there().write(plain);
        }
    }

    /** There is no telling why; the delay keeps a client that comes back at once from doing so in a tight loop. */
    private void refuse(Reason reason, Session known) {
        refusal = reason;
        LOG.warn(
                "A message can't be taken, nor its sender told; its connection is closed client={} code={}",
                known.clientId(),
                reason.label());
        there().executor()
                .schedule(() -> end(reason), desk.config().refusalDelay().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Acknowledgements that were written go out. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            there().flush();
        }
    }

    private void adjustReading() {
        ChannelHandlerContext known = there();
        if (ended) {
            return;
        }
        boolean was = known.channel().config().isAutoRead();
        boolean reads = reads(was);
        if (reads != was) {
            heard = System.nanoTime();
            known.channel().config().setAutoRead(reads);
        }
    }

    /** @param was whether it does now; it goes on only when there is some room, so that it doesn't change with each message */
    private boolean reads(boolean was) {
        int most = desk.config().maxInFlight();
        if (session != null && session.five()) {
            // The client holds itself to the number that it waits for, so that its pings are always read.
            most *= 2;
        }
        return !draining
                && refusal == null
                && !held
                && !outbox.starved()
                && there().channel().isWritable()
                && outbox.size() < (was ? most : Math.max(1, most / 2));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        adjustReading();
    }

    /** @param now {@link System#nanoTime} */
    void sweep(long now) {
        Session known = session;
        if (known == null) {
            if (now - heard > desk.config().connectTimeout().toNanos()) {
                desk.metrics().mqtt().connect(Reason.CONNECT_TIMEOUT.label());
                end(Reason.CONNECT_TIMEOUT);
            }
        } else if (!desk.keys().isInForce(known.pass())) {
            end(Reason.KEY_REVOKED);
        } else if (!known.silence().isZero()
                && !isHeldUp()
                && now - heard > known.silence().toNanos()) {
            end(Reason.KEEP_ALIVE_TIMEOUT);
        } else if (isStuckInPacket(now)) {
            end(Reason.PACKET_TIMEOUT);
        }
    }

    /** It is heard of, too, when the door begins to read again. */
    private boolean isStuckInPacket(long now) {
        long most = desk.config().packetTimeout().toNanos();
        return packets.isUnfinished(now, most) && now - heard > most && !isHeldUp();
    }

    /** Whether it is the door that doesn't read, for another reason than that the client doesn't. */
    private boolean isHeldUp() {
        return !there().channel().config().isAutoRead() && there().channel().isWritable();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext told, Object event) {
        if (event instanceof PacketLimit.Exceeded exceeded) {
            end(exceeded.reason());
        } else {
            told.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
        boolean noFaultOfOurs = cause instanceof IOException || cause.getCause() instanceof SSLException;
        if (!noFaultOfOurs) {
            LOG.error("A connection failed", cause);
        }
        end(Reason.CONNECTION_LOST);
    }

    /** Another connection has come in its place. On any thread. */
    void takenOver() {
        there().executor().execute(() -> end(Reason.TAKEN_OVER));
    }

    /** Reads nothing more, and ends when all is answered. On any thread. */
    void drain() {
        there().executor().execute(() -> {
            draining = true;
            adjustReading();
            if (answer()) {
                flush();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        finish(Reason.CONNECTION_LOST);
        lane.remove(this);
    }

    /** Tells a client of MQTT 5 why, and closes the connection. */
    private void end(Reason reason) {
        if (!ended && session != null && session.five() && there().channel().isActive()) {
            there().write(Replies.disconnect(reason));
        }
        finish(reason);
    }

    private void finish(Reason reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (there().channel().isActive()) {
            there().channel().config().setAutoRead(false);
        }
        Session known = session;
        if (known != null) {
            desk.sessions().leave(known, this);
            desk.metrics().mqtt().ended();
            desk.metrics().mqtt().disconnect((refusal == null ? reason : refusal).label());
            for (int lost = outbox.close(); lost > 0; lost--) {
                desk.metrics().mqtt().lost();
            }
            if (!saidGoodbye && known.will() != null) {
                publish(known.will());
            }
        }
        close();
    }

    /** When all is written, or after a while. */
    private void close() {
        ChannelHandlerContext known = there();
        known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (known.channel().isActive()) {
            Future<?> late =
                    known.executor().schedule(() -> known.channel().close(), LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            known.channel().closeFuture().addListener(closed -> late.cancel(false));
        }
    }

    private void publish(Will will) {
        if (intake != null) {
            Delivery delivery = intake.take(will.topic(), will.payload(), Delivery.UNANSWERED);
            if (!delivery.settled()) {
                delivery.send(desk.log(), sent -> lane.known(this, sent));
            }
        }
    }

    private void writeAndFlush(Object packet) {
        there().writeAndFlush(packet);
    }

    private ChannelHandlerContext there() {
        if (context == null) {
            throw new IllegalStateException("a receiver outside of a pipeline");
        }
        return context;
    }
}
