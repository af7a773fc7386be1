package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownStreamsTest {

    @Test
    void streamAndItsDeadEventsAreFound() throws Exception {
        KnownStreams streams = new KnownStreams(List.of(TestStreams.orders()));

        assertThat(streams.find("orders").topic()).isEqualTo("orders");
        assertThat(streams.find("orders$dead").topic()).isEqualTo("orders.dead");
        assertThat(streams.find("orders.dead").topic()).isEqualTo("orders.dead");
    }

    @Test
    void unknownStreamExitsWith3AndTheNearestName() throws Exception {
        KnownStreams streams = new KnownStreams(List.of(TestStreams.orders()));

        assertThatThrownBy(() -> streams.find("oders"))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessage("There is no stream 'oders'. Did you mean 'orders'?");
    }
}
