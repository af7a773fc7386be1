package dev.weir.cli;

import dev.weir.pipeline.LakeSql;
import dev.weir.stack.ServerName;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir query}: SQL over the tables that pipelines deliver to. */
@Command(
        name = "query",
        description = {
            "Run a SELECT over the tables of the lake, in DuckDB's SQL.",
            "Beside each table of a stream with keys, TABLE_latest has the newest row of each key."
        })
final class QueryCommand implements Callable<Integer> {

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "SQL", description = "The query, such as \"SELECT count(*) FROM machine_features\".")
    private String sql = "";

    @Option(
            names = "--as-known-at",
            paramLabel = "TIME",
            description = "Tables as they were known then, such as 2026-01-31T12:00:00Z: without what Kafka got later.")
    private @Nullable String asKnownAt;

    @Override
    public Integer call() throws Exception {
        LocalServers.running(weir.home(), ServerName.POSTGRESQL);
        try (LakeSql lake = new LakeLoader(weir.home(), weir.console()).sql()) {
            if (lake.tables().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "The lake has no tables yet: declare a delivery in weir.yaml and run the pipeline.");
            }
            Collector rows = new Collector();
            lake.query(sql, KnownAt.parse(asKnownAt), rows);
            weir.print(rows.table);
            return ExitCode.FINE;
        } catch (LakeSql.QueryException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static final class Collector implements LakeSql.Rows {

        private Table table = new Table();

        @Override
        public void columns(List<String> names) {
            table = new Table(names.toArray(String[]::new));
        }

        @Override
        public void row(List<@Nullable Object> values) {
            table.add(values.toArray());
        }
    }
}
