package dev.weir.gateway;

import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway as a process; a termination signal closes it in order. */
public final class GatewayMain {

    private static final int USAGE = 2;
    private static final int UNREACHABLE = 6;
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

    private GatewayMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        GatewayConfig config;
        try {
            config = GatewayConfig.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("Usage: " + GatewayMain.class.getName() + " [OPTION VALUE]...");
            GatewayConfig.usage().forEach(System.err::println);
            System.exit(USAGE);
            return;
        }
        try {
            Gateway gateway = Gateway.open(config);
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-close"));
        } catch (ExecutionException e) {
            LOG.error(
                    "Can't listen http={}:{} mqtt={}:{} mqtts={} cause={}",
                    config.http().host(),
                    config.http().port(),
                    config.mqtt().host(),
                    config.mqtt().port(),
                    config.mqttTls() == null
                            ? "none"
                            : config.mqttTls().host() + ":" + config.mqttTls().port(),
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            System.exit(UNREACHABLE);
        }
    }
}
