package dev.weir.simulate.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server for the tests of a fleet, which does with each message as its {@link Script} says. */
final class TestingMqttServer implements AutoCloseable {

    /** What it does with a message. */
    enum Fate {
        ACKNOWLEDGED,
        /** Taken, but nobody is told. */
        SILENT,
        /** Taken, and then the connection ends. */
        CLOSED_AFTER,
        /** Not taken, and the connection ends. */
        CLOSED_BEFORE
    }

    /** One of the messages that it took, in its order. */
    record Taken(String client, String topic, String payload, boolean again) {}

    /** What becomes of the n-th message, from 0. */
    interface Script {
        Fate fate(int number, MqttPublishMessage message);
    }

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Taken> taken = new ArrayList<>();
    private final Script script;
    private final Channel listening;

    volatile int receiveMaximum = 64;
    volatile MqttConnectReturnCode answer = MqttConnectReturnCode.CONNECTION_ACCEPTED;
    volatile int reason;
    volatile int mostInFlight;
    volatile String password = "";
    private int number;

    /** @param port 0 for any */
    TestingMqttServer(int port, Script script) throws InterruptedException {
        this.script = script;
        listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE, new Connection());
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    List<Taken> taken() {
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    int connected() {
        return connections.size();
    }

    private final class Connection extends SimpleChannelInboundHandler<MqttMessage> {

        private String client = "";
        private int unanswered;

        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
            if (!context.channel().isActive()) {
                return; // Read with what it closed for.
            }
            switch (packet.fixedHeader().messageType()) {
                case CONNECT -> connect(context, (MqttConnectMessage) packet);
                case PUBLISH -> publish(context, (MqttPublishMessage) packet);
                case PINGREQ -> context.writeAndFlush(new MqttMessage(header(MqttMessageType.PINGRESP)));
                default -> context.close();
            }
        }

        private void connect(ChannelHandlerContext context, MqttConnectMessage connect) {
            client = connect.payload().clientIdentifier();
            byte[] secret = connect.payload().passwordInBytes();
            password = secret == null ? "" : new String(secret, StandardCharsets.UTF_8);
            MqttProperties properties = new MqttProperties();
            properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, receiveMaximum));
            context.writeAndFlush(new MqttConnAckMessage(
                    header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(answer, false, properties)));
        }

        private void publish(ChannelHandlerContext context, MqttPublishMessage message) {
            Fate fate = script.fate(number++, message);
            if (fate == Fate.CLOSED_BEFORE) {
                context.close();
                return;
            }
            synchronized (taken) {
                taken.add(new Taken(
                        client,
                        message.variableHeader().topicName(),
                        message.payload().toString(StandardCharsets.UTF_8),
                        message.fixedHeader().isDup()));
            }
            unanswered++;
            mostInFlight = Math.max(mostInFlight, unanswered);
            if (fate == Fate.CLOSED_AFTER) {
                context.close();
            } else if (fate == Fate.ACKNOWLEDGED) {
                int packetId = message.variableHeader().packetId();
                // Later, so that others come meanwhile.
                context.executor()
                        .schedule(
                                () -> {
                                    unanswered--;
                                    context.writeAndFlush(new MqttMessage(
                                            header(MqttMessageType.PUBACK),
                                            new MqttPubReplyMessageVariableHeader(
                                                    packetId, (byte) reason, MqttProperties.NO_PROPERTIES)));
                                },
                                1,
                                TimeUnit.MILLISECONDS);
            }
        }
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
