package dev.weir.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VirtualMachineTest {

    private final VirtualMachine machine = new VirtualMachine(Duration.ofSeconds(2), Duration.ofSeconds(4));

    @Test
    void onlyWhatTheCompilersDidInTheChosenPartCounts() {
        machine.compilers(Duration.ofMillis(900), Duration.ofMillis(700));
        machine.compilers(Duration.ofMillis(1900), Duration.ofMillis(1200));
        machine.compilers(Duration.ofMillis(2900), Duration.ofMillis(1500));
        machine.compilers(Duration.ofMillis(3900), Duration.ofMillis(1950));
        machine.compilers(Duration.ofMillis(4900), Duration.ofMillis(9000));

        assertThat(machine.lines()).first().isEqualTo("compilers: 0.75 s");
    }

    @Test
    void pausesAreAddedUp() {
        machine.collection(Duration.ofMillis(1999), Duration.ofMillis(500), Duration.ofMillis(500));
        machine.collection(Duration.ofMillis(2000), Duration.ofMillis(20), Duration.ofMillis(15));
        machine.collection(Duration.ofMillis(3999), Duration.ofMillis(10), Duration.ofMillis(10));
        machine.collection(Duration.ofMillis(4000), Duration.ofMillis(500), Duration.ofMillis(500));

        assertThat(machine.lines())
                .last()
                .isEqualTo("garbage collections: 2, paused for 0.030 s in all, for 0.015 s at most");
    }
}
