package dev.weir.pipeline;

import dev.weir.contract.Mode;
import dev.weir.contract.Problem;
import dev.weir.pipeline.plan.SqlOptions;
import dev.weir.pipeline.project.AccountConfig;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.streams.Latency;
import java.util.List;

/** Looks for what doesn't go with {@code latency: low}. */
final class LatencyCheck {

    private static final String REPEATS = "LATENCY-001";
    private static final String WAITS = "LATENCY-002";
    private static final String ACCOUNT = "LATENCY-003";

    private LatencyCheck() {}

    /**
     * @param streams of the project, with those that its SQL makes
     * @param problems gets what is wrong
     */
    static void check(PipelineProject project, ProjectStreams streams, List<Problem> problems) {
        if (project.config().latency() != Latency.LOW) {
            return;
        }
        for (SqlStatement insert : project.script().all(Kind.INSERT)) {
            streams.find(String.valueOf(insert.target()))
                    .filter(stream -> stream.mode() == Mode.APPEND && stream.identity() == null)
                    .ifPresent(stream -> problems.add(insert.problem(
                            REPEATS,
                            "With 'latency: low' rows of '" + stream.name() + "' may come twice after a failure, and it"
                                    + " has nothing by which its readers could tell. Give it PRIMARY KEY (…) NOT ENFORCED"
                                    + " in its CREATE TABLE, or DISTRIBUTED BY HASH (key) and WITH ('identity' = 'key, id',"
                                    + " 'within' = '1h') with an id that the query computes from its input; or 'identity'"
                                    + " in its contract.")));
        }
        for (SqlStatement set : project.script().all(Kind.SET)) {
            if (SqlOptions.enablesMiniBatch(set)) {
                problems.add(set.problem(
                        WAITS,
                        "A mini-batch keeps rows back, and 'latency: low' in weir.yaml says that they shall not wait."
                                + " Remove one of them."));
            }
        }
        for (AccountConfig account : project.config().accounts()) {
            problems.add(account.rows()
                    .of()
                    .problem(
                            ACCOUNT,
                            "An account compares what is committed at one moment, but with 'latency: low' rows are there"
                                    + " before the commit, and after a failure twice. Remove one of them."));
        }
    }
}
