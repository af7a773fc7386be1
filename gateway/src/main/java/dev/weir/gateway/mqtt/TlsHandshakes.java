package dev.weir.gateway.mqtt;

import dev.weir.gateway.metrics.GatewayMetrics;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands behind TLS and counts its handshakes that fail. */
final class TlsHandshakes extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TlsHandshakes.class);

    private final GatewayMetrics metrics;

    TlsHandshakes(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    /** The certificate that the client of a connection has shown to own; null if it has shown none. */
    static @Nullable X509Certificate certificate(ChannelPipeline connection) {
        SslHandler tls = connection.get(SslHandler.class);
        if (tls == null) {
            return null;
        }
        try {
            return (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext told, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            metrics.mqtt().connect(Reason.TLS_HANDSHAKE.label());
            explain(told, handshake.cause());
        }
        told.fireUserEventTriggered(event);
    }

    /** Other causes than a certificate are those of anything that calls at a port; their texts may have what it sent. */
    private static void explain(ChannelHandlerContext told, @Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException refused) {
                LOG.warn(
                        "A client certificate is refused client={} code={} reason={}",
                        told.channel().remoteAddress(),
                        Reason.TLS_HANDSHAKE.label(),
                        refused.getMessage());
                return;
            }
        }
    }
}
