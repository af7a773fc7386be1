package dev.weir.functions.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.functions.score.Score.Scored;
import dev.weir.functions.score.Score.Unscored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final ModelSpec SPEC = TestingSpecs.of(Path.of("models"), "a");

    private static Batches batches(Duration timeout) {
        return new Batches(TestingSpecs.withTimes(SPEC, timeout, 4, Duration.ofMillis(1)));
    }

    private static List<CompletableFuture<Score>> ask(Batches batches, int rows) {
        List<CompletableFuture<Score>> answers = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            answers.add(batches.score(new double[] {i}));
        }
        return answers;
    }

    private static void awaitAnswers(Batches batches, List<CompletableFuture<Score>> answers, Score expected) {
        Awaitility.await().pollInterval(1, TimeUnit.MILLISECONDS).untilAsserted(() -> {
            batches.giveUpOverdue();
            assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(expected));
        });
    }

    @Test
    void rowsThatWaitAreScoredTogether() throws Exception {
        Batches batches = batches(Duration.ofMinutes(1));
        TestingModel model = new TestingModel("3", 100);
        batches.use(model);
        List<CompletableFuture<Score>> answers = ask(batches, 6);

        batches.step();
        batches.step();

        assertThat(model.largest).isEqualTo(4);
        assertThat(model.calls).isEqualTo(2);
        for (int i = 0; i < answers.size(); i++) {
            Scored scored = (Scored) answers.get(i).get();
            assertThat(scored.version()).isEqualTo("3");
            assertThat(scored.values()).containsExactly(100 + i);
        }
    }

    @Test
    void withoutAModelRowsPass() throws Exception {
        Batches batches = batches(Duration.ofMinutes(1));
        List<CompletableFuture<Score>> answers = ask(batches, 1);
        batches.step();
        assertThat(answers.get(0)).isCompletedWithValue(Unscored.NO_MODEL);
    }

    @Test
    void aFailingModelLetsRowsPass() throws Exception {
        Batches batches = batches(Duration.ofMinutes(1));
        batches.use(new TestingModel("1", 0).failing());
        List<CompletableFuture<Score>> answers = ask(batches, 2);
        batches.step();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(Unscored.FAILED));
    }

    @Test
    void whatIsNoNumberIsNoScore() throws Exception {
        Batches batches = batches(Duration.ofMinutes(1));
        batches.use(new TestingModel("1", Double.NaN));
        List<CompletableFuture<Score>> answers = ask(batches, 1);
        batches.step();
        assertThat(answers.get(0)).isCompletedWithValue(Unscored.NOT_A_NUMBER);
    }

    @Test
    void aNewerVersionTakesTheNextBatchAndTheOldOneIsClosed() throws Exception {
        Batches batches = batches(Duration.ofMinutes(1));
        TestingModel old = new TestingModel("1", 0);
        TestingModel never = new TestingModel("2", 0);
        TestingModel newest = new TestingModel("3", 0);
        batches.use(old);
        ask(batches, 1);
        batches.step();

        batches.use(never);
        batches.use(newest);
        List<CompletableFuture<Score>> answers = ask(batches, 1);
        assertThat(old.closed).isFalse();
        batches.step();

        assertThat(((Scored) answers.get(0).get()).version()).isEqualTo("3");
        assertThat(old.closed).isTrue();
        assertThat(never.closed).isTrue();
        assertThat(newest.closed).isFalse();
        batches.end();
        batches.closeModels();
        assertThat(newest.closed).isTrue();
    }

    @Test
    void rowsThatNobodyScoresPassAfterTheTimeOut() {
        Batches batches = batches(Duration.ofMillis(20));
        batches.use(new TestingModel("1", 0));
        awaitAnswers(batches, ask(batches, 3), Unscored.TIMEOUT);
    }

    @Test
    void aModelThatTakesTooLongIsBrokenOffAndLetsAllRowsPass() throws Exception {
        Batches batches = batches(Duration.ofMillis(20));
        TestingModel hanging = new TestingModel("1", 0).hanging();
        batches.use(hanging);
        List<CompletableFuture<Score>> first = ask(batches, 6);
        CompletableFuture<Void> step = CompletableFuture.runAsync(() -> step(batches));
        Awaitility.await().until(() -> hanging.calls == 1);

        awaitAnswers(batches, first, Unscored.TIMEOUT);
        step.get(10, TimeUnit.SECONDS);

        // It has let go of the model: a newer one takes over.
        batches.use(new TestingModel("2", 0));
        List<CompletableFuture<Score>> next = ask(batches, 1);
        batches.step();
        assertThat(next.get(0).get()).isInstanceOf(Scored.class);
    }

    @Test
    void whatComesAfterTheEndPasses() {
        Batches batches = batches(Duration.ofMinutes(1));
        List<CompletableFuture<Score>> before = ask(batches, 1);
        batches.end();
        assertThat(before.get(0)).isCompletedWithValue(Unscored.BUSY);
        assertThat(ask(batches, 1).get(0)).isCompletedWithValue(Unscored.BUSY);
    }

    private static void step(Batches batches) {
        try {
            batches.step();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
