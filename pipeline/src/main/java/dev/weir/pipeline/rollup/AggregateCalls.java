package dev.weir.pipeline.rollup;

import dev.weir.pipeline.rollup.Typed.Kind;
import dev.weir.streams.rollup.Expression;
import dev.weir.streams.rollup.RollupSpec.Aggregate;
import dev.weir.streams.rollup.RollupSpec.Function;
import dev.weir.streams.source.RollupTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of aggregate functions out of expressions over them. The same call is one aggregate, however often it is
 * written.
 */
final class AggregateCalls {

    private static final Map<String, Function> SYNONYMS =
            Map.of("STDDEV", Function.STDDEV_SAMP, "VARIANCE", Function.VAR_SAMP);
    private static final Set<Function> SUMS = Set.of(
            Function.SUM, Function.AVG, Function.STDDEV_POP, Function.STDDEV_SAMP, Function.VAR_POP, Function.VAR_SAMP);

    /** Flink's aggregate functions that no roll-up has. */
    private static final Set<String> OTHERS = Set.of(
            "LISTAGG",
            "COLLECT",
            "ARRAY_AGG",
            "JSON_OBJECTAGG",
            "JSON_ARRAYAGG",
            "APPROX_COUNT_DISTINCT",
            "PERCENTILE",
            "SINGLE_VALUE",
            "BIT_AND",
            "BIT_OR",
            "BIT_XOR",
            "EVERY",
            "SOME",
            "ANY_VALUE",
            "MODE",
            "COVAR_POP",
            "COVAR_SAMP",
            "REGR_COUNT",
            "REGR_SXX",
            "REGR_SYY",
            "GROUPING",
            "GROUPING_ID",
            "GROUP_ID");

    private final EventExpressions events;
    private final ViewText text;
    private final Surroundings surroundings;
    private final Names names;
    private final Set<String> columns;
    private final String missingKey;
    private final Map<Aggregate, String> sources = new LinkedHashMap<>();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();

    /** Where a call ends in the text, and what stands in its place. */
    private record Call(int end, String replacement) {}

    /**
     * @param columns what may stand outside of aggregates: groups and windows
     * @param missingKey the columns of the stream's key that groups lack, so that aggregates of several partitions are merged;
     *     empty if they lack none
     */
    AggregateCalls(
            EventExpressions events,
            ViewText text,
            Surroundings surroundings,
            Names names,
            Set<String> columns,
            String missingKey) {
        this.events = events;
        this.text = text;
        this.surroundings = surroundings;
        this.names = names;
        this.columns = columns;
        this.missingKey = missingKey;
    }

    /** Finds the calls in an expression of SELECT or HAVING. */
    void find(@Nullable SqlNode node) throws Refusal {
        if (node instanceof SqlNodeList list) {
            for (SqlNode item : list) {
                find(item);
            }
        } else if (node instanceof SqlIdentifier identifier) {
            String name = names.column(identifier);
            // What is no column is a function without brackets, as CURRENT_DATE.
            if (!columns.contains(name) && events.isColumn(name)) {
                throw Refusal.at(identifier, "'" + name + "' isn't in GROUP BY");
            }
        } else if (node instanceof SqlCall call) {
            inspect(call);
        }
    }

    private void inspect(SqlCall call) throws Refusal {
        SqlKind kind = call.getKind();
        if (kind == SqlKind.OVER || kind == SqlKind.WITHIN_GROUP) {
            throw Refusal.at(call, call.getOperator().getName() + " isn't rolled up");
        }
        if (kind.belongsTo(SqlKind.QUERY)) {
            throw Refusal.at(call, "it has a query inside");
        }
        if (kind == SqlKind.IGNORE_NULLS || kind == SqlKind.RESPECT_NULLS) {
            throw Refusal.at(call, "IGNORE NULLS and RESPECT NULLS aren't rolled up");
        }
        if (kind == SqlKind.FILTER && call.operand(0) instanceof SqlCall aggregate) {
            add(aggregate, call.operand(1), text.closing(text.end(aggregate)));
        } else if (kind == SqlKind.AS) {
            find(call.operand(0));
        } else if (!isAggregate(call)) {
            for (SqlNode operand : call.getOperandList()) {
                find(operand);
            }
        } else {
            add(call, null, text.end(call));
        }
    }

    private boolean isAggregate(SqlCall call) throws Refusal {
        if (!(call.getOperator() instanceof SqlFunction function)) {
            return false;
        }
        String name = function.getName().toUpperCase(Locale.ROOT);
        if (OTHERS.contains(name)) {
            throw Refusal.at(call, name + " isn't rolled up");
        }
        if (surroundings.mayAggregate(function.getName())) {
            throw Refusal.at(call, "the pipeline's function " + function.getName() + " isn't rolled up");
        }
        return function(name) != null;
    }

    private static @Nullable Function function(String name) {
        for (Function function : Function.values()) {
            if (function.name().equals(name)) {
                return function;
            }
        }
        return SYNONYMS.get(name);
    }

    private void add(SqlCall call, @Nullable SqlNode filter, int end) throws Refusal {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Function function = function(name);
        if (function == null) {
            throw Refusal.at(call, name + " isn't rolled up");
        }
        if (call.getFunctionQuantifier() != null
                && call.getFunctionQuantifier().symbolValue(SqlSelectKeyword.class) == SqlSelectKeyword.DISTINCT) {
            throw Refusal.at(call, name + "(DISTINCT …) isn't rolled up");
        }
        if (call.operandCount() != 1) {
            throw Refusal.at(call, name + " of other than one argument isn't rolled up");
        }
        Typed argument = argument(function, call.operand(0));
        Expression over = argument == null ? null : argument.expression();
        Expression counted = filter == null ? null : events.condition(filter);
        int start = text.start(call);
        String arguments = text.between(text.wordEnd(start), end);
        String replacement = missingKey.isEmpty()
                ? column(new Aggregate(function, over, counted), name + arguments)
                : merged(call, function, argument, counted, arguments);
        calls.put(start, new Call(end, replacement));
    }

    /** The same aggregate over those that several partitions have. */
    private String merged(
            SqlCall call, Function function, @Nullable Typed argument, @Nullable Expression filter, String arguments)
            throws Refusal {
        Expression over = argument == null ? null : argument.expression();
        String part =
                function == Function.AVG ? "" : column(new Aggregate(function, over, filter), function + arguments);
        return switch (function) {
            case COUNT -> "COALESCE(SUM(" + part + "), CAST(0 AS BIGINT))";
            case SUM, MIN, MAX -> function + "(" + part + ")";
            case AVG -> {
                if (argument == null || argument.kind() != Kind.DOUBLE) {
                    throw Refusal.at(
                            call,
                            "AVG of integers isn't rolled up where GROUP BY lacks " + missingKey
                                    + ": CAST(… AS DOUBLE) first");
                }
                String sum = column(new Aggregate(Function.SUM, over, filter), Function.SUM + arguments);
                String count = column(new Aggregate(Function.COUNT, over, filter), Function.COUNT + arguments);
                yield "(SUM(" + sum + ") / NULLIF(SUM(" + count + "), 0))";
            }
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP, FIRST_VALUE, LAST_VALUE ->
                throw Refusal.at(call, function + " isn't rolled up where GROUP BY lacks " + missingKey);
        };
    }

    private String column(Aggregate aggregate, String source) {
        sources.putIfAbsent(aggregate, source);
        int number = List.copyOf(sources.keySet()).indexOf(aggregate);
        return "`" + RollupTable.aggregate(number) + "`";
    }

    private @Nullable Typed argument(Function function, SqlNode node) throws Refusal {
        if (node instanceof SqlIdentifier identifier && identifier.isStar()) {
            return null;
        }
        Typed argument = events.of(node);
        if (argument.kind() == Kind.DECIMAL_LITERAL) {
            throw Refusal.at(node, "SQL computes exactly with decimals like 1.5 here: write 1.5e0 for a DOUBLE");
        }
        if (SUMS.contains(function) && argument.kind() == Kind.DECIMAL) {
            throw Refusal.at(node, function + " of a DECIMAL isn't rolled up");
        }
        if (SUMS.contains(function) && argument.kind() == Kind.FLOAT) {
            throw Refusal.at(node, function + " of a FLOAT isn't rolled up: CAST(… AS DOUBLE) first");
        }
        return argument;
    }

    List<Aggregate> aggregates() {
        return List.copyOf(sources.keySet());
    }

    /** The calls as they are written, in the order of the aggregates. */
    List<String> sources() {
        return new ArrayList<>(sources.values());
    }

    /** A part of the view's text in which each call is the column of its aggregate. */
    String rewritten(int from, int to) {
        StringBuilder rewritten = new StringBuilder();
        int at = from;
        for (Map.Entry<Integer, Call> call : calls.subMap(from, to).entrySet()) {
            rewritten
                    .append(text.between(at, call.getKey()))
                    .append(call.getValue().replacement());
            at = call.getValue().end();
        }
        return rewritten.append(text.between(at, to)).toString();
    }
}
