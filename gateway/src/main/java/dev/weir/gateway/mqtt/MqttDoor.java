package dev.weir.gateway.mqtt;

import dev.weir.gateway.access.ByteBudget;
import dev.weir.gateway.access.KeyRing;
import dev.weir.gateway.log.EventLog;
import dev.weir.gateway.metrics.GatewayMetrics;
import dev.weir.gateway.stream.StreamDirectory;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The open door over MQTT. */
public final class MqttDoor implements AutoCloseable {

    /** Devices send again what isn't acknowledged by then. */
    private static final Duration DRAIN = Duration.ofSeconds(4);

    private static final Duration QUIET = Duration.ZERO;
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int BACKLOG = 4_096;
    private static final int LEAST_READ = 64;
    private static final int USUAL_READ = 1_024;
    private static final int MOST_READ = 16 << 10;
    /** Of decoders; the handshake has its own bound for client ids. */
    private static final int LONGEST_CLIENT_ID = 65_535;

    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final Desk desk;
    private final Channel listening;
    private final @Nullable Channel listeningTls;

    private MqttDoor(Desk desk, EventLoopGroup loops) throws SSLException, InterruptedException {
        this.desk = desk;
        this.loops = loops;
        for (EventExecutor loop : loops) {
            Lane lane = new Lane((EventLoop) loop);
            lane.start();
            lanes.put((EventLoop) loop, lane);
        }
        listening = listen(desk.config().host(), desk.config().port(), null);
        MqttTls tls = desk.config().tls();
        listeningTls = tls == null ? null : listen(tls.host(), tls.port(), context(tls, desk));
    }

    private static SslContext context(MqttTls tls, Desk desk) throws SSLException {
        return SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile())
                .trustManager(new KnownCertificates(desk.keys()))
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
    }

    /** @param tls null for none */
    private Channel listen(String host, int port, @Nullable SslContext tls) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(LEAST_READ, USUAL_READ, MOST_READ))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline()
                                    .addLast(tls.newHandler(channel.alloc()), new TlsHandshakes(desk.metrics()));
                        }
                        accept(channel);
                    }
                })
                .bind(host, port)
                .sync()
                .channel();
    }

    /**
     * Opens it.
     *
     * @throws ExecutionException if it can't listen; the cause says why
     */
    public static MqttDoor open(
            MqttConfig config, KeyRing keys, StreamDirectory streams, EventLog log, GatewayMetrics metrics)
            throws ExecutionException, InterruptedException {
        Desk desk = new Desk(
                config,
                keys,
                streams,
                log,
                new Sessions(config.maxConnections()),
                new ByteBudget(config.inFlightBytes()),
                new ByteBudget(config.unfinishedBytes()),
                metrics);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("gateway-mqtt", true),
                NioIoHandler.newFactory());
        try {
            MqttDoor door = new MqttDoor(desk, loops);
            metrics.showMqtt(desk.budget()::used, desk.unfinished()::used);
            return door;
        } catch (InterruptedException e) {
            loops.shutdownGracefully();
            throw e;
        } catch (Exception e) {
            // Netty throws the cause itself, declared or not.
            loops.shutdownGracefully();
            throw new ExecutionException("The door over MQTT can't listen", e);
        }
    }

    private void accept(SocketChannel channel) {
        Lane lane = lanes.get(channel.eventLoop());
        if (lane == null) {
            throw new IllegalStateException("a connection on no event loop of the door");
        }
        connections.add(channel);
        assemble(channel.pipeline(), desk, lane);
    }

    /** What each connection's bytes pass through. */
    static MqttReceiver assemble(ChannelPipeline pipeline, Desk desk, Lane lane) {
        PacketLimit packets = new PacketLimit(desk.config().maxPacketBytes(), desk.unfinished());
        MqttReceiver receiver = new MqttReceiver(desk, lane, packets);
        pipeline.addLast(
                packets,
                new MqttDecoder(desk.config().maxPacketBytes(), LONGEST_CLIENT_ID),
                MqttEncoder.INSTANCE,
                new FlowControlHandler(),
                receiver);
        return receiver;
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** The port that it listens on for TLS; -1 for none. */
    public int tlsPort() {
        return listeningTls == null ? -1 : ((InetSocketAddress) listeningTls.localAddress()).getPort();
    }

    /** Stops accepting, acknowledges what is on its way, and closes. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        if (listeningTls != null) {
            listeningTls.close().awaitUninterruptibly();
        }
        connections.forEach(
                channel -> channel.pipeline().get(MqttReceiver.class).drain());
        connections.newCloseFuture().awaitUninterruptibly(DRAIN.toMillis());
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(QUIET.toMillis(), STOP.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
