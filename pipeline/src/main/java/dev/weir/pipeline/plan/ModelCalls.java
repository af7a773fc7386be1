package dev.weir.pipeline.plan;

import dev.weir.functions.score.ScoreFunction;
import java.util.Map;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;

/** Makes models functions of a session. */
final class ModelCalls {

    /** How many rows of a task are under way to a model at most; those behind them wait. */
    private static final int ROWS_UNDER_WAY = 256;

    private ModelCalls() {}

    static void register(Map<String, ScoreFunction> models, TableEnvironment tables) {
        if (!models.isEmpty()) {
            tables.getConfig()
                    .set(ExecutionConfigOptions.TABLE_EXEC_ASYNC_TABLE_MAX_CONCURRENT_OPERATIONS, ROWS_UNDER_WAY);
            models.forEach(tables::createTemporarySystemFunction);
        }
    }
}
