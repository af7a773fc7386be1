package dev.weir.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackConfigTest {
    @Test
    void offsetShiftsEveryPort() {
        List<Integer> shifted = allPorts(Ports.withOffset(1000));

        assertThat(shifted)
                .containsExactlyElementsOf(allPorts(Ports.DEFAULT).stream()
                        .map(port -> port + 1000)
                        .toList())
                .doesNotHaveDuplicates();
        assertThat(Ports.withOffset(1000).offset()).isEqualTo(1000);
    }

    @Test
    void portsOutsideOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> Ports.withOffset(60_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void homeIsAbsolute() {
        assertThat(StackConfig.of(Path.of("a/../.weir"), 0, List.of()).home())
                .isEqualTo(Path.of(".weir").toAbsolutePath());
    }

    @Test
    void everyServerComesWithWhatItNeeds() {
        assertThat(ServerName.withNeeds(EnumSet.of(ServerName.GATEWAY)))
                .containsExactly(ServerName.POSTGRESQL, ServerName.KAFKA, ServerName.REGISTRY, ServerName.GATEWAY);
    }

    @Test
    void needsComeEarlierInTheOrderOfServers() {
        for (ServerName server : ServerName.values()) {
            assertThat(server.needs()).allMatch(need -> need.ordinal() < server.ordinal());
        }
    }

    private static List<Integer> allPorts(Ports ports) {
        return Arrays.stream(ServerName.values())
                .flatMap(server -> ports.of(server).stream())
                .toList();
    }
}
