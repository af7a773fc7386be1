package dev.weir.gateway.mqtt;

import java.nio.file.Path;

/**
 * MQTT over TLS.
 *
 * @param host to listen on
 * @param port to listen on; 0 for any that is free
 * @param certificate a PEM file with the door's certificate and those between it and a root
 * @param key a PEM file with its private key (PKCS #8)
 */
public record MqttTls(String host, int port, Path certificate, Path key) {

    public MqttTls {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is between 0 and 65535, not " + port);
        }
    }
}
