package dev.weir.gateway;

import dev.weir.contract.NearestName;
import dev.weir.gateway.access.KeyRing.Demand;
import dev.weir.gateway.mqtt.MqttTls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway is told at its start.
 *
 * @param http where HTTP is taken in; on loopback by default
 * @param mqtt where MQTT is; likewise
 * @param mqttTls where MQTT over TLS is; null for nowhere
 * @param kafka bootstrap servers, {@code host:port} separated by commas
 * @param registry the Confluent-compatible API of the schema registry
 * @param deliveryTimeout after which an event that Kafka didn't acknowledge is answered as unknown; at least 2 s
 * @param keys when a request needs an API key; {@link Demand#AS_SET} means always, on other addresses than loopback
 */
public record GatewayConfig(
        Address http,
        Address mqtt,
        @Nullable MqttTls mqttTls,
        String kafka,
        URI registry,
        Duration deliveryTimeout,
        Demand keys) {

    /**
     * Where to listen.
     *
     * @param port 0 for any that is free
     */
    public record Address(String host, int port) {

        public Address {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("A port is between 0 and 65535, not " + port);
            }
        }
    }

    /** How much longer a request may take than the delivery of its events, for its own way in and out. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final String NONE = "none";

    /** The options of the command line. */
    private enum Option {
        LISTEN("--listen", "HOST:PORT", "127.0.0.1:7070", "where HTTP is taken in"),
        MQTT("--mqtt", "HOST:PORT", "127.0.0.1:7883", "where MQTT is taken in"),
        MQTTS("--mqtts", "HOST:PORT", NONE, "where MQTT over TLS is taken in"),
        CERTIFICATE("--certificate", "FILE", NONE, "PEM: the door's certificate for TLS, and those that signed it"),
        CERTIFICATE_KEY("--certificate-key", "FILE", NONE, "PEM: its private key"),
        KAFKA("--kafka", "HOST:PORT", "127.0.0.1:7092", "Kafka's bootstrap servers"),
        REGISTRY("--registry", "URL", "http://127.0.0.1:7081/apis/ccompat/v7", "the schema registry"),
        DELIVERY_TIMEOUT("--delivery-timeout", "SECONDS", "8", "how long Kafka has to acknowledge"),
        KEYS(
                "--keys",
                "WHEN",
                "as-set",
                "who needs an API key: always, never, or as-set by `weir keys require`, which off loopback is always");

        private final String flag;
        private final String type;
        private final String preset;
        private final String description;

        Option(String flag, String type, String preset, String description) {
            this.flag = flag;
            this.type = type;
            this.preset = preset;
            this.description = description;
        }
    }

    public GatewayConfig {
        if (kafka.isBlank()) {
            throw new IllegalArgumentException("Kafka's bootstrap servers are missing");
        }
        if (registry.getHost() == null || !List.of("http", "https").contains(registry.getScheme())) {
            throw new IllegalArgumentException("The registry is an http or https URL, not '" + registry + "'");
        }
        if (deliveryTimeout.toSeconds() < 2) {
            throw new IllegalArgumentException("The delivery time-out is at least 2 seconds");
        }
    }

    /** @throws IllegalArgumentException whose message says what is wrong in the arguments */
    static GatewayConfig parse(String[] arguments) {
        Map<Option, String> values = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            values.put(option, option.preset);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            Option option = option(arguments[i]);
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(option.flag + " needs " + option.type);
            }
            values.put(option, arguments[i + 1]);
        }
        return new GatewayConfig(
                address(Option.LISTEN, values.get(Option.LISTEN)),
                address(Option.MQTT, values.get(Option.MQTT)),
                tls(values),
                values.get(Option.KAFKA),
                url(values.get(Option.REGISTRY)),
                Duration.ofSeconds(number(Option.DELIVERY_TIMEOUT, values.get(Option.DELIVERY_TIMEOUT))),
                demand(values.get(Option.KEYS)));
    }

    /** One line an option. */
    static List<String> usage() {
        return Stream.of(Option.values())
                .map(option -> String.format(
                        "  %-18s %-10s %s (default %s)", option.flag, option.type, option.description, option.preset))
                .toList();
    }

    Duration requestTimeout() {
        return deliveryTimeout.plus(MARGIN);
    }

    private static Option option(String flag) {
        return Stream.of(Option.values())
                .filter(option -> option.flag.equals(flag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no option '" + flag + "'."
                        + NearestName.hint(
                                flag,
                                Stream.of(Option.values())
                                        .map(option -> option.flag)
                                        .toList())));
    }

    private static @Nullable MqttTls tls(Map<Option, String> values) {
        List<Option> together = List.of(Option.MQTTS, Option.CERTIFICATE, Option.CERTIFICATE_KEY);
        long given = together.stream()
                .filter(option -> !values.get(option).equals(NONE))
                .count();
        if (given == 0) {
            return null;
        }
        if (given < together.size()) {
            throw new IllegalArgumentException("--mqtts, --certificate and --certificate-key go together");
        }
        Address address = address(Option.MQTTS, values.get(Option.MQTTS));
        return new MqttTls(
                address.host(),
                address.port(),
                Path.of(values.get(Option.CERTIFICATE)),
                Path.of(values.get(Option.CERTIFICATE_KEY)));
    }

    private static Address address(Option option, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(option.flag + " needs " + option.type + ", not '" + text + "'");
        }
        return new Address(
                text.substring(0, colon).replaceAll("^\\[|]$", ""), number(option, text.substring(colon + 1)));
    }

    private static int number(Option option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option.flag + " needs " + option.type + ", not '" + text + "'", e);
        }
    }

    private static Demand demand(String text) {
        return Stream.of(Demand.values())
                .filter(demand ->
                        demand.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--keys needs always, never or as-set, not '" + text + "'"));
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--registry needs URL, not '" + text + "'", e);
        }
    }
}
