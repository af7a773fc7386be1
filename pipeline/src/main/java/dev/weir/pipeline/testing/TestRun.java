package dev.weir.pipeline.testing;

import dev.weir.contract.StreamContract;
import dev.weir.streams.memory.MemoryEntry;
import dev.weir.streams.memory.MemoryInput;
import dev.weir.streams.memory.MemoryLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Plays the steps of one test, one by one: the next is read when all that follows from the one before has happened, so
 * that no thread's speed decides anything.
 *
 * <p>Results are committed after every step; in a test with a crash, where it says {@code checkpoint}, and at the end.
 */
final class TestRun {

    private static final long READ_MILLIS = 100;

    /** Where a job that fails begins again. */
    private record Restart(@Nullable String savepoint, Map<String, Integer> sizes, int played) {}

    private final TestPlan plan;
    private final TestCluster cluster;
    private final MemoryLog log;
    private final Path folder;
    private final boolean commitsEachStep;
    private final List<Step.Read> played = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> committed = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> pending = new ArrayList<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final boolean closes;
    private Restart restart = new Restart(null, Map.of(), 0);
    private TestJob job;

    /** @param folder gets savepoints */
    TestRun(TestPlan plan, TestCluster cluster, Path folder, PipelineTest test, List<Step> steps)
            throws TestEngineException, InterruptedException, IOException {
        this.plan = plan;
        this.cluster = cluster;
        this.log = plan.log();
        this.folder = folder;
        this.commitsEachStep = !test.crashes();
        this.closes = test.closes();
        log.clear();
        Map<String, Set<Integer>> partitions = new HashMap<>();
        for (Step step : steps) {
            if (step instanceof Step.Read read && read.entry() instanceof MemoryEntry.Event event) {
                partitions
                        .computeIfAbsent(read.stream(), stream -> new HashSet<>())
                        .add(event.record().partition());
            }
        }
        partitions.forEach((stream, used) -> log.input(stream).expectPartitions(used));
        this.job = cluster.submit(plan.graph(), null);
    }

    /** @throws PipelineFailedException if the pipeline fails by itself */
    Outcome play(List<Step> steps)
            throws PipelineFailedException, TestEngineException, InterruptedException, IOException {
        try {
            for (Step step : steps) {
                if (step instanceof Step.Read read) {
                    play(read);
                } else if (step instanceof Step.Crash) {
                    crash();
                } else {
                    checkpoint();
                }
                if (commitsEachStep) {
                    commitAll();
                }
            }
            return end();
        } catch (PipelineFailedException | TestEngineException | InterruptedException e) {
            job.cancel();
            throw e;
        } finally {
            job.forget();
        }
    }

    private void play(Step.Read read) throws PipelineFailedException, TestEngineException, InterruptedException {
        played.add(read);
        replay(read);
    }

    private void replay(Step.Read read) throws PipelineFailedException, TestEngineException, InterruptedException {
        MemoryInput input = log.input(read.stream());
        input.append(read.entry());
        while (!input.awaitRead(READ_MILLIS)) {
            job.failIfEnded();
        }
        job.settle();
        pending.addAll(log.takeWritten());
    }

    private void checkpoint() throws PipelineFailedException, TestEngineException, InterruptedException {
        if (commitsEachStep) {
            return;
        }
        String savepoint = job.savepoint(folder);
        Map<String, Integer> sizes = new HashMap<>();
        log.read().forEach(stream -> sizes.put(stream, log.input(stream).size()));
        restart = new Restart(savepoint, sizes, played.size());
        commit();
    }

    private void crash() throws PipelineFailedException, TestEngineException, InterruptedException, IOException {
        log.read().forEach(stream -> log.input(stream).crash());
        job.awaitEnd();
        job.forget();
        log.takeWritten();
        pending.clear();
        log.read().forEach(stream -> log.input(stream).truncate(restart.sizes.getOrDefault(stream, 0)));
        job = cluster.submit(plan.graph(), restart.savepoint);
        for (Step.Read read : played.subList(restart.played, played.size())) {
            replay(read);
        }
    }

    private void commitAll() throws PipelineFailedException, TestEngineException, InterruptedException {
        while (!pending.isEmpty()) {
            commit();
        }
    }

    /** Makes results visible, also to the pipeline itself where it reads what it writes. */
    private void commit() throws PipelineFailedException, TestEngineException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> results = List.copyOf(pending);
        pending.clear();
        committed.addAll(results);
        for (ProducerRecord<byte[], byte[]> result : results) {
            if (log.read().contains(result.topic())) {
                play(new Step.Read(result.topic(), new MemoryEntry.Event(read(result))));
            }
        }
    }

    private ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> result) {
        StreamContract contract = plan.find(result.topic()).orElseThrow();
        int partition = RecordMaker.partition(result.key(), contract);
        long offset = offsets.merge(result.topic() + "-" + partition, 1L, Long::sum) - 1;
        return TestScript.record(result.topic(), partition, offset, 0, result.key(), result.value());
    }

    private Outcome end() throws PipelineFailedException, TestEngineException, InterruptedException {
        if (closes) {
            for (String stream : plan.inputs()) {
                play(new Step.Read(stream, new MemoryEntry.Time(Long.MAX_VALUE)));
            }
            commitAll();
            for (String stream : plan.loops()) {
                play(new Step.Read(stream, new MemoryEntry.Time(Long.MAX_VALUE)));
                commitAll();
            }
        }
        commitAll();
        Map<String, Map<String, Long>> fates = job.fates();
        if (closes) {
            log.read().forEach(stream -> log.input(stream).end());
            job.awaitEnd();
            committed.addAll(log.takeWritten());
        } else {
            job.cancel();
        }
        return new Outcome(List.copyOf(committed), fates);
    }
}
