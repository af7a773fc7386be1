package dev.weir.stack;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Makes the JDK's HTTP server listen on loopback where it is told to listen everywhere.
 *
 * <p>Runs in Flink's processes: Flink's Prometheus reporter has no setting for its address. Needs
 * {@code --add-exports jdk.httpserver/sun.net.httpserver=ALL-UNNAMED}.
 */
public final class LoopbackHttpServerProvider extends HttpServerProvider {
    private final HttpServerProvider ofTheJdk;

    /** Called by the JDK, which is told the class by the property of the provider's name. */
    public LoopbackHttpServerProvider() throws ReflectiveOperationException {
        ofTheJdk = (HttpServerProvider) Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
                .getConstructor()
                .newInstance();
    }

    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
        return ofTheJdk.createHttpServer(onLoopback(address), backlog);
    }

    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
        return ofTheJdk.createHttpsServer(onLoopback(address), backlog);
    }

    private static InetSocketAddress onLoopback(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }
}
