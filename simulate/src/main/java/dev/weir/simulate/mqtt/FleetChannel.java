package dev.weir.simulate.mqtt;

import dev.weir.simulate.SendingException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection of MQTT 5, from CONNECT to its end: what the door says on it. */
final class FleetChannel extends SimpleChannelInboundHandler<MqttMessage> {

    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int REFUSED = 0x80;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int UNKNOWN_TOPIC = 0x90;
    private static final String USER = "weir-simulate";

    private final FleetConnection connection;
    private final FleetProgress progress;
    private final @Nullable String key;

    FleetChannel(FleetConnection connection, FleetProgress progress, @Nullable String key) {
        this.connection = connection;
        this.progress = progress;
        this.key = key;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(connection.clientId())
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_SECONDS);
        if (key != null) {
            connect.username(USER).password(key.getBytes(StandardCharsets.UTF_8));
        }
        context.writeAndFlush(connect.build());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            context.close();
            return;
        }
        switch (packet.fixedHeader().messageType()) {
            case CONNACK -> answered(context, ((MqttConnAckMessage) packet).variableHeader());
            case PUBACK -> acknowledged(context, (MqttPubReplyMessageVariableHeader) packet.variableHeader());
            case PINGRESP -> {}
            case DISCONNECT -> context.close();
            default -> context.close();
        }
    }

    private void answered(ChannelHandlerContext context, MqttConnAckVariableHeader answer) {
        switch (answer.connectReturnCode()) {
            case CONNECTION_ACCEPTED -> connection.letIn(context.channel(), receiveMaximum(answer));
            case CONNECTION_REFUSED_NOT_AUTHORIZED_5, CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD ->
                fail(context, "The door lets nobody in with this API key (or without one): set WEIR_API_KEY.");
            case CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION, CONNECTION_REFUSED_PROTOCOL_ERROR ->
                fail(context, "What answers isn't Weir's door: it doesn't take MQTT 5.");
            default -> context.close();
        }
    }

    private static int receiveMaximum(MqttConnAckVariableHeader answer) {
        MqttProperty<?> most = answer.properties().getProperty(MqttProperties.RECEIVE_MAXIMUM);
        return most != null && most.value() instanceof Integer number && number > 0 ? number : Window.WIDEST;
    }

    private void acknowledged(ChannelHandlerContext context, MqttPubReplyMessageVariableHeader answer) {
        int reason = answer.reasonCode() & 0xff;
        if (reason == UNKNOWN_TOPIC) {
            fail(
                    context,
                    "No stream has the topics of the plant: run a pipeline whose contract of telemetry has them under mqtt.");
            return;
        }
        if (reason == NOT_AUTHORIZED) {
            fail(context, "The API key doesn't open the topics of the plant.");
            return;
        }
        int readings = connection.acknowledged(context.channel(), answer.messageId());
        if (readings > 0 && reason < REFUSED) {
            progress.acknowledged(readings);
        } else if (readings > 0) {
            progress.refused(readings);
        }
    }

    private void fail(ChannelHandlerContext context, String why) {
        progress.fail(new SendingException(why));
        context.close();
    }

    /** All that came at once has been read, so that what now fits goes out at once. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.send();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.lost(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            progress.fail(new SendingException("The fleet is at fault: " + cause, cause));
        }
        context.close();
    }
}
