package dev.weir.pipeline.rollup;

import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.jspecify.annotations.Nullable;

/**
 * {@code TABLE(TUMBLE(TABLE x, DESCRIPTOR(t), INTERVAL …)) [AS w]}.
 *
 * @param timeColumn in the descriptor
 * @param alias null if there is none
 */
record WindowClause(
        SqlIdentifier table,
        SqlIdentifier timeColumn,
        Windows windows,
        @Nullable String alias) {

    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "TUMBLE", List.of("DATA", "TIMECOL", "SIZE", "OFFSET"),
            "HOP", List.of("DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET"),
            "CUMULATE", List.of("DATA", "TIMECOL", "STEP", "SIZE", "OFFSET"));
    private static final Set<SqlKind> QUERIES = Set.of(SqlKind.SELECT, SqlKind.UNION, SqlKind.ORDER_BY, SqlKind.WITH);

    static WindowClause of(SqlNode from) throws Refusal {
        if (from.getKind() == SqlKind.AS) {
            List<SqlNode> operands = ((SqlCall) from).getOperandList();
            if (operands.size() > 2) {
                throw Refusal.at(operands.get(2), "the columns of FROM are renamed");
            }
            return function(operands.get(0), ((SqlIdentifier) operands.get(1)).getSimple());
        }
        return function(from, null);
    }

    private static WindowClause function(SqlNode from, @Nullable String alias) throws Refusal {
        SqlNode node = from.getKind() == SqlKind.COLLECTION_TABLE ? ((SqlCall) from).operand(0) : from;
        if (node.getKind() == SqlKind.JOIN) {
            throw Refusal.at(node, "FROM joins several tables");
        }
        if (QUERIES.contains(node.getKind())) {
            throw Refusal.at(node, "FROM is a query of its own: windows are rolled up over the stream itself");
        }
        if (!(node instanceof SqlBasicCall call)) {
            throw Refusal.at(
                    node, "FROM isn't a window of a stream: TABLE(TUMBLE(TABLE …, DESCRIPTOR(…), INTERVAL …))");
        }
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (name.equals("SESSION")) {
            throw Refusal.at(call, "SESSION windows aren't rolled up: TUMBLE, HOP and CUMULATE are");
        }
        List<String> parameters = PARAMETERS.get(name);
        if (parameters == null) {
            throw Refusal.at(call, "FROM isn't a TUMBLE, HOP or CUMULATE of a stream");
        }
        Map<String, SqlNode> arguments = arguments(call, parameters);
        long size = millis(argument(call, arguments, "SIZE"));
        String stepName = parameters.get(2);
        long step = millis(argument(call, arguments, stepName));
        if (size <= 0 || step <= 0 || size % step != 0) {
            throw Refusal.at(call, "the size of its windows isn't a multiple of their " + stepName);
        }
        Shape shape = Shape.valueOf(name);
        long period = shape == Shape.CUMULATE ? size : step;
        SqlNode offset = arguments.get("OFFSET");
        Windows windows = new Windows(shape, size, step, offset == null ? 0 : Math.floorMod(millis(offset), period));
        return new WindowClause(
                table(argument(call, arguments, "DATA")),
                descriptor(argument(call, arguments, "TIMECOL")),
                windows,
                alias);
    }

    private static Map<String, SqlNode> arguments(SqlCall call, List<String> parameters) throws Refusal {
        Map<String, SqlNode> arguments = new HashMap<>();
        List<SqlNode> operands = call.getOperandList();
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            boolean named = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            if (!named && i >= parameters.size()) {
                throw Refusal.at(operand, "this argument is one too many");
            }
            String name = named
                    ? ((SqlIdentifier) ((SqlCall) operand).operand(1))
                            .getSimple()
                            .toUpperCase(Locale.ROOT)
                    : parameters.get(i);
            if (!parameters.contains(name)) {
                throw Refusal.at(operand, "windows have no argument " + name);
            }
            arguments.put(name, named ? ((SqlCall) operand).operand(0) : operand);
        }
        return arguments;
    }

    private static SqlNode argument(SqlCall call, Map<String, SqlNode> arguments, String name) throws Refusal {
        SqlNode argument = arguments.get(name);
        if (argument == null) {
            throw Refusal.at(call, "its window has no argument " + name);
        }
        return argument;
    }

    private static SqlIdentifier table(SqlNode data) throws Refusal {
        if (data.getKind() == SqlKind.EXPLICIT_TABLE && ((SqlCall) data).operand(0) instanceof SqlIdentifier table) {
            return table;
        }
        throw Refusal.at(data, "its windows are over a query: they are rolled up over a stream itself, TABLE x");
    }

    private static SqlIdentifier descriptor(SqlNode descriptor) throws Refusal {
        if (descriptor instanceof SqlCall call
                && call.operandCount() == 1
                && call.operand(0) instanceof SqlIdentifier column
                && column.isSimple()) {
            return column;
        }
        throw Refusal.at(descriptor, "DESCRIPTOR names more than one column");
    }

    private static long millis(SqlNode node) throws Refusal {
        if (node instanceof SqlIntervalLiteral literal
                && literal.getValue() instanceof IntervalValue interval
                && !interval.getIntervalQualifier().isYearMonth()) {
            return SqlParserUtil.intervalToMillis(interval);
        }
        throw Refusal.at(node, "an INTERVAL of days, hours, minutes or seconds is expected here");
    }
}
