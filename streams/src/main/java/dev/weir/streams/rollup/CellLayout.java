package dev.weir.streams.rollup;

import static java.lang.Double.longBitsToDouble;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.rollup.RollupSpec.Aggregate;
import dev.weir.streams.rollup.RollupSpec.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** Which words of a cell are for what, and how they become results. Aggregates share what they have in common. */
final class CellLayout {

    /** What an aggregate is of a cell, as Flink's tables hold it. */
    private interface Result {
        @Nullable
        Object of(Slice slice, int cell);
    }

    private record Selected(
            @Nullable Expression filter, @Nullable Expression notNull) {}

    private record Kept(Selection selection, @Nullable Expression argument, String what) {}

    private final Binder binder;
    private final boolean merges;
    private final Map<Selected, Selection> selections = new LinkedHashMap<>();
    private final Map<Kept, Accumulator> accumulators = new LinkedHashMap<>();
    private final Map<Kept, List<Accumulator>> arguments = new LinkedHashMap<>();
    private final List<Result> results = new ArrayList<>();
    private final List<LogicalType> types = new ArrayList<>();
    private int stride;

    CellLayout(List<Aggregate> aggregates, Binder binder, boolean merges) {
        this.binder = binder;
        this.merges = merges;
        aggregates.forEach(this::place);
    }

    int stride() {
        return stride;
    }

    List<LogicalType> types() {
        return types;
    }

    @Nullable
    Object result(int aggregate, Slice slice, int cell) {
        return results.get(aggregate).of(slice, cell);
    }

    void add(Columns batch, Chunk chunk, Slice[] slices, int[] runs, int count) {
        for (Selection selection : selections.values()) {
            selection.add(batch, chunk, slices, runs, count);
        }
    }

    void merge(Slice into, int cell, Slice other, int otherCell) {
        for (Selection selection : selections.values()) {
            selection.merge(into, cell, other, otherCell);
        }
    }

    /** A cell alone, as {@link Slice#ofCell} reads it. */
    byte[] bytes(Slice slice, int cell) {
        Slice alone = Slice.ofEmptyCell(stride);
        merge(alone, 0, slice, slice.begin(cell));
        return alone.cellBytes();
    }

    private void place(Aggregate aggregate) {
        BoundExpression argument = aggregate.argument() == null ? null : binder.bind(aggregate.argument());
        if (aggregate.filter() != null) {
            binder.condition(aggregate.filter(), "FILTER");
        }
        boolean tests = argument != null && argument.nullable();
        Selection selection = selection(new Selected(aggregate.filter(), tests ? aggregate.argument() : null));
        int count = selection.countWord();
        if (aggregate.function() == Function.COUNT) {
            types.add(new BigIntType(false));
            results.add((slice, cell) -> slice.words()[cell + count]);
            return;
        }
        if (argument == null) {
            throw new IllegalArgumentException(aggregate.function() + " needs an argument");
        }
        check(aggregate.function(), argument);
        types.add(FlinkTypes.logicalType(argument.type(), argument.nullable() || aggregate.filter() != null));
        Result result = result(aggregate, argument, selection);
        long least = aggregate.function() == Function.STDDEV_SAMP || aggregate.function() == Function.VAR_SAMP ? 2 : 1;
        results.add((slice, cell) -> slice.words()[cell + count] < least ? null : result.of(slice, cell));
    }

    private Selection selection(Selected selected) {
        return selections.computeIfAbsent(
                selected,
                unused -> new Selection(
                        selected.filter() == null ? null : binder.condition(selected.filter(), "FILTER"),
                        selected.notNull() == null ? null : binder.bind(selected.notNull()),
                        stride++));
    }

    private static void check(Function function, BoundExpression argument) {
        FieldType type = argument.type();
        boolean computes = switch (function) {
            case COUNT -> true;
            case SUM, AVG -> Binder.isNumber(type);
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> argument.kind() == Column.Kind.DOUBLE;
            case MIN, MAX, FIRST_VALUE, LAST_VALUE ->
                Binder.isText(type) || argument.kind() == Column.Kind.LONG || argument.kind() == Column.Kind.DOUBLE;
        };
        if (!computes) {
            boolean isInteger = type == Scalar.INT32 || type == Scalar.INT64;
            throw new IllegalArgumentException("A roll-up doesn't compute " + function + " of type " + Binder.name(type)
                    + (isInteger ? ": write " + function + "(CAST(… AS DOUBLE))" : ""));
        }
    }

    private Result result(Aggregate aggregate, BoundExpression argument, Selection selection) {
        FieldType type = argument.type();
        boolean isDouble = argument.kind() == Column.Kind.DOUBLE;
        int count = selection.countWord();
        Function function = aggregate.function();
        return switch (function) {
            case COUNT -> throw new IllegalStateException("A count is its selection's");
            case SUM, AVG -> {
                boolean average = function == Function.AVG;
                if (isDouble) {
                    DoubleSum sum = (DoubleSum) kept(
                            selection, aggregate, argument, "sum", DoubleSum.WORDS, word -> new DoubleSum(word, count));
                    yield (slice, cell) -> Internal.of(
                            type, average ? sum.sum(slice, cell) / slice.words()[cell + count] : sum.sum(slice, cell));
                }
                LongSum sum =
                        (LongSum) kept(selection, aggregate, argument, "sum", 1, word -> new LongSum(word, count));
                yield (slice, cell) -> Internal.of(
                        type, average ? sum.sum(slice, cell) / slice.words()[cell + count] : sum.sum(slice, cell));
            }
            case MIN, MAX -> {
                boolean least = function == Function.MIN;
                if (argument.kind() == Column.Kind.BYTES) {
                    yield text(selection, aggregate, argument);
                }
                Extreme extreme = (Extreme) kept(
                        selection,
                        aggregate,
                        argument,
                        function.name(),
                        1,
                        word -> new Extreme(word, count, isDouble, least));
                yield number(type, isDouble, extreme::bits);
            }
            case FIRST_VALUE, LAST_VALUE -> {
                boolean first = function == Function.FIRST_VALUE;
                if (argument.kind() == Column.Kind.BYTES) {
                    yield text(selection, aggregate, argument);
                }
                Edge edge = (Edge) kept(
                        selection,
                        aggregate,
                        argument,
                        function.name(),
                        Edge.words(merges),
                        word -> new Edge(word, count, isDouble, first, merges));
                yield number(type, isDouble, edge::bits);
            }
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> {
                Moments moments = (Moments) kept(
                        selection, aggregate, argument, "moments", Moments.WORDS, word -> new Moments(word, count));
                boolean sample = function == Function.STDDEV_SAMP || function == Function.VAR_SAMP;
                boolean root = function == Function.STDDEV_POP || function == Function.STDDEV_SAMP;
                yield (slice, cell) -> {
                    long events = slice.words()[cell + count];
                    double variance = moments.squares(slice, cell) / (sample ? events - 1 : events);
                    return Internal.of(type, root ? Math.sqrt(variance) : variance);
                };
            }
        };
    }

    private interface Bits {
        long of(Slice slice, int cell);
    }

    private static Result number(FieldType type, boolean isDouble, Bits bits) {
        return isDouble
                ? (slice, cell) -> Internal.of(type, longBitsToDouble(bits.of(slice, cell)))
                : (slice, cell) -> Internal.of(type, bits.of(slice, cell));
    }

    private Result text(Selection selection, Aggregate aggregate, BoundExpression argument) {
        Function function = aggregate.function();
        TextPick pick = (TextPick) kept(
                selection,
                aggregate,
                argument,
                function.name(),
                TextPick.WORDS,
                word -> new TextPick(word, selection.countWord(), function));
        return (slice, cell) -> Internal.of(argument.type(), pick.value(slice, cell));
    }

    private Accumulator kept(
            Selection selection,
            Aggregate aggregate,
            BoundExpression argument,
            String what,
            int words,
            java.util.function.IntFunction<Accumulator> make) {
        return accumulators.computeIfAbsent(new Kept(selection, aggregate.argument(), what), unused -> {
            Accumulator accumulator = make.apply(stride);
            stride += words;
            arguments
                    .computeIfAbsent(
                            new Kept(selection, aggregate.argument(), "argument"),
                            other -> selection.argument(argument))
                    .add(accumulator);
            return accumulator;
        });
    }
}
