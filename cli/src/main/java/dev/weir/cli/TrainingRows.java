package dev.weir.cli;

import dev.weir.pipeline.TableFile;
import dev.weir.training.Example;
import dev.weir.training.FailureTimes;
import dev.weir.training.FailureTimes.Outlook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of an export are examples.
 *
 * @param machine the column with the machine's name
 * @param time the column with the time as of which a row is true
 * @param inputs the columns that the model gets
 * @param where texts that columns must have
 */
record TrainingRows(String machine, String time, List<String> inputs, Map<String, String> where) {

    /**
     * Rows of a machine that is down, or of which an input is null, are none, nor are those of the last {@code within}: nobody
     * knows yet what became of them.
     */
    List<Example> read(TableFile file, FailureTimes failures, Duration within) throws IOException {
        int machineAt = place(file, machine);
        int timeAt = place(file, time);
        int[] inputsAt = inputs.stream().mapToInt(input -> place(file, input)).toArray();
        Map<Integer, String> wanted = new HashMap<>();
        where.forEach((column, text) -> wanted.put(place(file, column), text));
        List<Example> examples = new ArrayList<>();
        long newest = Long.MIN_VALUE;
        for (List<@Nullable Object> row = file.next(); row != null; row = file.next()) {
            List<@Nullable Object> cells = row;
            boolean taken = wanted.entrySet().stream()
                            .allMatch(each -> each.getValue().equals(String.valueOf(cells.get(each.getKey()))))
                    && Arrays.stream(inputsAt).allMatch(place -> cells.get(place) != null);
            if (taken) {
                String name = String.valueOf(cells.get(machineAt));
                long at = millis(cells.get(timeAt));
                newest = Math.max(newest, at);
                Outlook outlook = failures.at(name, at, within);
                if (outlook != Outlook.DOWN) {
                    double[] numbers = Arrays.stream(inputsAt)
                            .mapToDouble(place -> number(cells, place))
                            .toArray();
                    examples.add(new Example(name, at, numbers, outlook == Outlook.FAILS));
                }
            }
        }
        long known = newest - within.toMillis();
        return examples.stream().filter(example -> example.atMillis() <= known).toList();
    }

    private static int place(TableFile file, String column) {
        int place = file.columns().indexOf(column);
        if (place < 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The file has no column '" + column + "'; it has " + String.join(", ", file.columns()) + ".");
        }
        return place;
    }

    private static double number(List<@Nullable Object> cells, int place) {
        if (cells.get(place) instanceof Number number) {
            return number.doubleValue();
        }
        throw new CommandFailure(ExitCode.USAGE, "An input of a model is a number, not '" + cells.get(place) + "'.");
    }

    private long millis(@Nullable Object cell) {
        try {
            return Instant.parse(Objects.requireNonNullElse(cell, "").toString())
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Column '" + time + "' has times such as 2026-01-31T12:00:00Z, not '" + cell + "'.");
        }
    }
}
