package dev.weir.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A project folder in the making. */
public record TestingProject(Path folder) {

    /** Tables with connectors, since these tests have no servers. */
    public static final String TABLES = """
            CREATE TABLE events (k BIGINT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
              WITH ('connector' = 'datagen');
            CREATE TABLE counts (k BIGINT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'blackhole');
            CREATE TABLE sums (k BIGINT, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'blackhole');
            CREATE TABLE repeats (k BIGINT, seen BIGINT) WITH ('connector' = 'blackhole');
            """;

    /** A function with state: how often a key was seen. */
    public static final String SEEN = """
            package demo;

            import org.apache.flink.table.annotation.ArgumentHint;
            import org.apache.flink.table.annotation.ArgumentTrait;
            import org.apache.flink.table.annotation.DataTypeHint;
            import org.apache.flink.table.annotation.StateHint;
            import org.apache.flink.table.functions.ProcessTableFunction;
            import org.apache.flink.types.Row;

            @DataTypeHint("ROW<seen BIGINT>")
            public class Seen extends ProcessTableFunction<Row> {
                public static class Count { public long times; }

                public void eval(
                        @StateHint Count count,
                        @ArgumentHint(ArgumentTrait.SET_SEMANTIC_TABLE) Row input) {
                    count.times++;
                    collect(Row.of(count.times));
                }
            }
            """;

    public TestingProject config(String yaml) throws IOException {
        return file("weir.yaml", yaml);
    }

    public TestingProject sql(String sql) throws IOException {
        return file("pipeline.sql", sql);
    }

    public TestingProject file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** What is wrong with it, as {@code file:line:column code message}. */
    public List<String> problems() throws IOException {
        return new ProjectCheck(new WeirStreamTables())
                .problems(folder).stream()
                        .map(problem -> folder.relativize(problem.file()) + ":" + problem.line() + ":"
                                + problem.column() + " " + problem.code() + " " + problem.message())
                        .toList();
    }
}
