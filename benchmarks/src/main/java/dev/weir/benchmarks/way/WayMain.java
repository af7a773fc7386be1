package dev.weir.benchmarks.way;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The process of one run of one way: its argument is a file with the {@link Job}. Says how far it is in {@link #SAMPLES}, writes
 * {@link #DONE} when it is done by itself, and stays until it is killed.
 */
public final class WayMain {

    public static final String SAMPLES = "samples";
    public static final String DONE = "done";

    private WayMain() {}

    public static void main(String[] arguments) throws Exception {
        try {
            Job job = new ObjectMapper().readValue(Path.of(arguments[0]).toFile(), Job.class);
            new Sampler(Path.of(job.folder(), SAMPLES), job.topic(), job.brokerPid()).start();
            way(job.way()).run(job);
        } catch (Exception e) {
            e.printStackTrace(System.err);
            Runtime.getRuntime().halt(1);
        }
        new CountDownLatch(1).await();
    }

    /** Only that way's classes are loaded: its libraries alone are here. */
    private static Way way(String id) {
        return switch (id) {
            case "r0" -> new BareConsumer();
            case "r0-aggregate" -> new HandWritten();
            case "flink-sql" -> new StockFlinkSql(StockFlinkSql.Kind.DEFAULT);
            case "flink-sql-tuned" -> new StockFlinkSql(StockFlinkSql.Kind.TUNED);
            case "flink-sql-dedup" -> new StockFlinkSql(StockFlinkSql.Kind.DEDUPLICATED);
            case "flink-keyed-dedup" -> new KeyedDeduplication();
            case "hazelcast-jet" -> new HazelcastJet();
            case "kafka-streams" -> new StreamsLibrary();
            case "weir-sql", "weir-rollup" -> new WeirPipeline();
            default -> throw new IllegalArgumentException("There is no way '" + id + "'.");
        };
    }

    /** Says that a way has ended by itself, and what it found. */
    static void done(Job job, String result) throws Exception {
        Path file = Path.of(job.folder(), DONE);
        Path part = Path.of(job.folder(), DONE + ".part");
        Files.writeString(part, result);
        Files.move(part, file);
    }
}
