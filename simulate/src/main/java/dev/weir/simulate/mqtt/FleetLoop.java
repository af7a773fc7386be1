package dev.weir.simulate.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections that one event loop serves: it opens them, a few at a time, tends them, and hands messages to them. */
final class FleetLoop {

    private static final long TEND_MILLIS = 100;
    private static final int CONNECT_MILLIS = 5_000;
    /** So many at once aren't let in yet. */
    private static final int MOST_CONNECTING = 100;

    private static final int LARGEST_PACKET = 64 << 10;

    /** A message and who sends it. */
    record Mail(FleetConnection by, Outgoing message) {}

    private final EventLoop loop;
    private final MqttFleetConfig config;
    private final FleetProgress progress;
    private final List<FleetConnection> connections = new ArrayList<>();
    private boolean ended;

    FleetLoop(EventLoop loop, MqttFleetConfig config, FleetProgress progress) {
        this.loop = loop;
        this.config = config;
        this.progress = progress;
    }

    /** Before {@link #start}. */
    void add(FleetConnection connection) {
        connections.add(connection);
    }

    void start() {
        loop.scheduleWithFixedDelay(this::tend, 0, TEND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends messages, from any thread; those of a connection in the order in which they are handed over. */
    void hand(List<Mail> mail) {
        loop.execute(() -> {
            Set<FleetConnection> senders = new LinkedHashSet<>();
            for (Mail each : mail) {
                each.by().add(each.message());
                senders.add(each.by());
            }
            senders.forEach(FleetConnection::send);
        });
    }

    /** Ends all connections. */
    void end() {
        loop.execute(() -> {
            ended = true;
            connections.forEach(FleetConnection::end);
        });
    }

    private void tend() {
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        int connecting = 0;
        for (FleetConnection connection : connections) {
            connection.tend(now);
            connecting += connection.isConnecting() ? 1 : 0;
        }
        for (FleetConnection connection : connections) {
            if (connecting == MOST_CONNECTING) {
                return;
            }
            if (connection.wantsToConnect(now)) {
                connect(connection);
                connecting++;
            }
        }
    }

    private void connect(FleetConnection connection) {
        ChannelFuture future = bootstrap(connection, config.key()).connect(config.host(), config.port());
        connection.connecting(future);
        future.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                connection.lost(done.channel());
            }
        });
    }

    private Bootstrap bootstrap(FleetConnection connection, @Nullable String key) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new MqttDecoder(LARGEST_PACKET),
                                        MqttEncoder.INSTANCE,
                                        new FleetChannel(connection, progress, key));
                    }
                });
    }
}
