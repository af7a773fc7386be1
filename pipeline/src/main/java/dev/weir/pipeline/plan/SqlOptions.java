package dev.weir.pipeline.plan;

import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableConfig;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.OptimizerConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions;

/** The options that a pipeline may SET: those that change how it computes, not where or how safely it runs. */
public final class SqlOptions {

    enum Switch {
        ON,
        OFF
    }

    /** Whether views that are window aggregates are computed where their stream is read. */
    static final ConfigOption<Switch> ROLLUP =
            ConfigOptions.key("weir.rollup").enumType(Switch.class).defaultValue(Switch.ON);

    private static final Pattern ASSIGNMENT =
            Pattern.compile("SET\\s+'([^']*)'\\s*=\\s*'([^']*)'", Pattern.CASE_INSENSITIVE);
    private static final TreeMap<String, ConfigOption<?>> ALLOWED = new TreeMap<>();

    static {
        List.<ConfigOption<?>>of(
                        ExecutionConfigOptions.IDLE_STATE_RETENTION,
                        ExecutionConfigOptions.TABLE_EXEC_SOURCE_IDLE_TIMEOUT,
                        ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED,
                        ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY,
                        ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE,
                        ExecutionConfigOptions.TABLE_EXEC_SINK_UPSERT_MATERIALIZE,
                        ExecutionConfigOptions.TABLE_EXEC_ASYNC_LOOKUP_TIMEOUT,
                        OptimizerConfigOptions.TABLE_OPTIMIZER_AGG_PHASE_STRATEGY,
                        OptimizerConfigOptions.TABLE_OPTIMIZER_DISTINCT_AGG_SPLIT_ENABLED,
                        TableConfigOptions.LOCAL_TIME_ZONE,
                        ROLLUP)
                .forEach(option -> ALLOWED.put(option.key(), option));
    }

    private SqlOptions() {}

    /** Whether rows would be kept back to be worked on together. */
    public static boolean enablesMiniBatch(SqlStatement set) {
        Matcher matcher = ASSIGNMENT.matcher(set.text());
        return matcher.matches()
                && matcher.group(1).equals(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED.key())
                && matcher.group(2).equalsIgnoreCase("true");
    }

    /** Sets the option, or says why not. */
    static Optional<Problem> apply(SqlStatement set, TableConfig config) {
        Matcher matcher = ASSIGNMENT.matcher(set.text());
        if (!matcher.matches()) {
            return Optional.of(
                    set.problem("SQL-004", "SET expects quotes on both sides: SET 'table.exec.state.ttl' = '1 d'."));
        }
        String key = matcher.group(1);
        ConfigOption<?> option = ALLOWED.get(key);
        if (option == null) {
            return Optional.of(set.problem(
                    "SQL-004", "'" + key + "' can't be set in a pipeline." + NearestName.hint(key, ALLOWED.keySet())));
        }
        Configuration probe = new Configuration();
        probe.setString(key, matcher.group(2));
        try {
            probe.get(option);
        } catch (IllegalArgumentException e) {
            return Optional.of(set.problem(
                    "SQL-004",
                    "'" + key + "' can't be '" + matcher.group(2) + "': "
                            + PlannerError.of(e).message()));
        }
        config.set(key, matcher.group(2));
        return Optional.empty();
    }
}
