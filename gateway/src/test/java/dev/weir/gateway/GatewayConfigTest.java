package dev.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.gateway.GatewayConfig.Address;
import dev.weir.gateway.access.KeyRing.Demand;
import dev.weir.gateway.mqtt.MqttTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {

    @Test
    void withoutArgumentsItListensOnLoopback() {
        GatewayConfig config = GatewayConfig.parse(new String[0]);

        assertThat(config.http()).isEqualTo(new Address("127.0.0.1", 7070));
        assertThat(config.mqtt()).isEqualTo(new Address("127.0.0.1", 7883));
        assertThat(config.requestTimeout()).isGreaterThan(config.deliveryTimeout());
    }

    @Test
    void everyOptionIsTaken() {
        GatewayConfig config = GatewayConfig.parse(new String[] {
            "--listen",
            "[::1]:17070",
            "--mqtt",
            "0.0.0.0:1883",
            "--mqtts",
            "0.0.0.0:8883",
            "--certificate",
            "c.pem",
            "--certificate-key",
            "k.pem",
            "--kafka",
            "k:1,l:2",
            "--registry",
            "http://r:3/x",
            "--delivery-timeout",
            "20",
            "--keys",
            "never"
        });

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        new Address("::1", 17070),
                        new Address("0.0.0.0", 1883),
                        new MqttTls("0.0.0.0", 8883, Path.of("c.pem"), Path.of("k.pem")),
                        "k:1,l:2",
                        URI.create("http://r:3/x"),
                        Duration.ofSeconds(20),
                        Demand.NEVER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lissten 127.0.0.1:1|Did you mean '--listen'?",
                "--listen|--listen needs HOST:PORT",
                "--listen 7070|--listen needs HOST:PORT",
                "--listen host:x|--listen needs HOST:PORT",
                "--mqtt host|--mqtt needs HOST:PORT",
                "--mqtts 0.0.0.0:8883|go together",
                "--listen host:65536|between 0 and 65535",
                "--registry ftp://x|http or https",
                "--registry :|--registry needs URL",
                "--delivery-timeout 1|at least 2 seconds",
                "--keys sometimes|always, never or as-set"
            })
    void wrongArgumentsAreRefusedWithAReason(String arguments, String reason) {
        assertThatThrownBy(() -> GatewayConfig.parse(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void usageNamesEveryOption() {
        assertThat(String.join("\n", GatewayConfig.usage()))
                .contains("--listen", "--mqtt", "--kafka", "--registry", "--delivery-timeout", "--keys");
    }
}
