package dev.weir.operate.leak;

import dev.weir.contract.feature.Aggregate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What a window's events come to, one after the other. */
final class WindowTotals {

    /** Standard deviations near zero are differences of great numbers. */
    private static final double OF_DEVIATIONS = 1e3;

    /**
     * What is to be computed.
     *
     * @param names of the rows' columns
     * @param columns of the events, each once
     * @param inputs of each aggregate, its place in {@code columns}; -1 if it has none
     */
    record Plan(List<String> names, List<Aggregate> aggregates, List<String> columns, int[] inputs) {

        static Plan of(Map<String, Aggregate> values) {
            List<Aggregate> aggregates = List.copyOf(values.values());
            LinkedHashSet<String> distinct = new LinkedHashSet<>();
            aggregates.forEach(aggregate -> {
                if (aggregate.column() != null) {
                    distinct.add(aggregate.column());
                }
            });
            List<String> columns = new ArrayList<>(distinct);
            return new Plan(
                    List.copyOf(values.keySet()),
                    aggregates,
                    columns,
                    aggregates.stream()
                            .mapToInt(aggregate -> columns.indexOf(aggregate.column()))
                            .toArray());
        }
    }

    private final Plan plan;
    private long events;
    private final Column[] columns;

    private static final class Column {
        private long count;
        private double sum;
        private double mean;
        private double squares;
        /** Of the distances from the mean, by Welford's method. */
        private double deviations;

        private double min = Double.NaN;
        private double max = Double.NaN;

        void add(double value) {
            count++;
            sum += value;
            squares += value * value;
            double distance = value - mean;
            mean += distance / count;
            deviations += distance * (value - mean);
            min = count == 1 ? value : Math.min(min, value);
            max = count == 1 ? value : Math.max(max, value);
        }

        /** The greatest value without its sign. */
        double scale() {
            return count == 0 ? 0 : Math.max(Math.abs(min), Math.abs(max));
        }
    }

    WindowTotals(Plan plan) {
        this.plan = plan;
        columns = new Column[plan.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column();
        }
    }

    /** @param values of the plan's columns; {@code NaN} for null */
    void add(double[] values) {
        events++;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                columns[i].add(values[i]);
            }
        }
    }

    /** What one of the aggregates is by now; {@code NaN} for null. */
    double value(int aggregate) {
        int input = plan.inputs()[aggregate];
        if (input < 0) {
            return events;
        }
        Column column = columns[input];
        Aggregate.Function function = plan.aggregates().get(aggregate).function();
        if (column.count == 0 && function != Aggregate.Function.COUNT) {
            return Double.NaN;
        }
        return switch (function) {
            case COUNT -> column.count;
            case SUM -> column.sum;
            case MIN -> column.min;
            case MAX -> column.max;
            case AVG -> column.sum / column.count;
            case STDDEV_POP -> Math.sqrt(Math.max(0, column.deviations / column.count));
            case RMS -> Math.sqrt(column.squares / column.count);
        };
    }

    boolean isSame(int aggregate, double found) {
        int input = plan.inputs()[aggregate];
        double scale = switch (plan.aggregates().get(aggregate).function()) {
            case COUNT, MIN, MAX -> 0;
            case SUM -> input < 0 ? 0 : columns[input].scale() * columns[input].count;
            case AVG, RMS -> columns[input].scale();
            case STDDEV_POP -> columns[input].scale() * OF_DEVIATIONS;
        };
        return PlainValue.close(value(aggregate), found, scale);
    }

    /** Whether a row says all of it. */
    boolean areIn(double[] row) {
        for (int i = 0; i < row.length; i++) {
            if (!isSame(i, row[i])) {
                return false;
            }
        }
        return true;
    }
}
