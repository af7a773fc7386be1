package dev.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.bench.Verdict.Part;
import dev.weir.pipeline.job.TaskLoads.TaskLoad;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final TaskLoad IDLE = new TaskLoad("Source: payments: read -> payments: judge", 0.2, 0, 0.8);
    private static final TaskLoad BUSY = new TaskLoad("GroupAggregate[5] -> Calc[6]", 0.97, 0, 0.03);
    private static final TaskLoad HELD_BACK =
            new TaskLoad("Source: payments: read -> payments: judge", 0.1, 0.85, 0.05);

    @Test
    void busyTaskIsNamedWithItsShare() {
        Verdict verdict = Verdict.of(null, new Measured().tasks(HELD_BACK, BUSY).step(), 8);

        assertThat(verdict.part()).isEqualTo(Part.TASK);
        assertThat(verdict.text())
                .isEqualTo(
                        "Task 'GroupAggregate[5] → Calc[6]' gives way first: 'GroupAggregate[5] → Calc[6]' is busy 97 %"
                                + " of the time at 80,000 events/s.");
    }

    @Test
    void processorsThatAreAllBusyComeBeforeTasksThatOnlyWaitForThem() {
        Verdict verdict = Verdict.of(
                null,
                new Measured()
                        .tasks(IDLE, BUSY)
                        .machine(1.97)
                        .processors(Map.of("Flink's worker", 1.0, "Kafka", 0.4, Verdict.GENERATOR, 0.5))
                        .step(),
                2);

        assertThat(verdict.part()).isEqualTo(Part.PROCESSORS);
        assertThat(verdict.text())
                .isEqualTo(
                        "This machine's processors give way first: 2.0 of 2 are busy at 80,000 events/s, and in Flink"
                                + " 'GroupAggregate[5] → Calc[6]' is busiest.");
        assertThat(verdict.evidence())
                .contains("Processors: 1.97 of 2 busy: Flink's worker 1.00, the generator 0.50, Kafka 0.40."
                        + " Load from another machine would leave the generator's share to the pipeline.");
    }

    @Test
    void whatOthersTakeOfTheMachineIsSaid() {
        Verdict verdict = Verdict.of(
                null,
                new Measured()
                        .machine(2)
                        .processors(Map.of("Flink's worker", 0.8))
                        .step(),
                2);

        assertThat(verdict.evidence())
                .contains("Processors: 2.00 of 2 busy: Flink's worker 0.80, all others on this machine 1.20.");
    }

    @Test
    void generatorThatCannotKeepUpIsNotThePipelinesFault() {
        Verdict verdict =
                Verdict.of(null, new Measured().behind(400_000).sent(40_000).step(), 8);

        assertThat(verdict.part()).isEqualTo(Part.GENERATOR);
        assertThat(verdict.text()).contains("it sends 40,000 of 80,000 events/s");
    }

    @Test
    void generatorThatWaitsForKafkaSaysThatItIsKafka() {
        Verdict verdict =
                Verdict.of(null, new Measured().behind(400_000).blocked(0.8).step(), 8);

        assertThat(verdict.part()).isEqualTo(Part.KAFKA);
    }

    @Test
    void muchGarbageIsAMatterOfMemory() {
        assertThat(Verdict.of(null, new Measured().tasks(BUSY).garbage(0.4).step(), 8)
                        .part())
                .isEqualTo(Part.MEMORY);
    }

    @Test
    void checkpointsThatFailAreNamed() {
        assertThat(Verdict.of(null, new Measured().checkpoints(0).step(), 8).part())
                .isEqualTo(Part.CHECKPOINTS);
    }

    @Test
    void whatNothingTellsIsSaidToBeUnclear() {
        Verdict verdict =
                Verdict.of(null, new Measured().tasks(IDLE).backlog(0, 500_000).step(), 8);

        assertThat(verdict.part()).isEqualTo(Part.UNKNOWN);
        assertThat(verdict.text()).contains("the backlog grew at 80,000 events/s");
    }

    @Test
    void whereAllRatesAreHeldNothingGaveWay() {
        Verdict verdict = Verdict.of(new Measured().tasks(IDLE).step(), null, 8);

        assertThat(verdict.part()).isEqualTo(Part.NOTHING);
        assertThat(verdict.text()).contains("up to 80,000 events/s").contains("--max-rate");
        assertThat(verdict.evidence().get(0)).contains("the source of payments").contains("20 %");
    }

    @Test
    void rateIsHeldIfNothingFallsBehind() {
        assertThat(new Measured().backlog(20_000, 95_000).step().held()).isTrue();
        assertThat(new Measured().backlog(20_000, 101_000).step().whyNotHeld()).contains("the backlog grew");
        assertThat(new Measured().behind(81_000).step().whyNotHeld()).contains("the load fell behind its schedule");
        assertThat(new Measured().checkpoints(0).step().whyNotHeld()).contains("no checkpoint was completed");
    }

    /** A step at 80,000 events/s that held, but for what is said otherwise. */
    private static final class Measured {
        private long behind;
        private double sent = 80_000;
        private double blocked;
        private long backlogBefore;
        private long backlogAfter;
        private long checkpoints = 10;
        private List<TaskLoad> tasks = List.of();
        private double garbage;
        private Map<String, Double> processors = Map.of();
        private double machine = 1;

        Measured behind(long events) {
            behind = events;
            return this;
        }

        Measured sent(double perSecond) {
            sent = perSecond;
            return this;
        }

        Measured blocked(double part) {
            blocked = part;
            return this;
        }

        Measured backlog(long before, long after) {
            backlogBefore = before;
            backlogAfter = after;
            return this;
        }

        Measured checkpoints(long completed) {
            checkpoints = completed;
            return this;
        }

        Measured tasks(TaskLoad... loads) {
            tasks = List.of(loads);
            return this;
        }

        Measured garbage(double part) {
            garbage = part;
            return this;
        }

        Measured processors(Map<String, Double> taken) {
            processors = taken;
            return this;
        }

        Measured machine(double busy) {
            machine = busy;
            return this;
        }

        Step step() {
            return new Step(
                    80_000,
                    10,
                    sent,
                    behind,
                    blocked,
                    backlogBefore,
                    backlogAfter,
                    checkpoints,
                    0,
                    Duration.ofMillis(80),
                    0,
                    Duration.ofSeconds(1),
                    tasks,
                    garbage,
                    processors,
                    machine);
        }
    }
}
