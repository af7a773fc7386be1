package dev.weir.pipeline;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.Mode;
import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.contract.feature.Aggregate;
import dev.weir.contract.feature.LogFeature;
import dev.weir.pipeline.project.AccountConfig.By;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.FeatureConfig;
import dev.weir.pipeline.project.FeatureConfig.Events;
import dev.weir.pipeline.project.FeatureConfig.Log;
import dev.weir.pipeline.project.FeatureConfig.Value;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks for mistakes in what a project says of its features. */
public final class FeatureCheck {

    private static final String STREAM = "FEATURE-001";
    private static final String COLUMN = "FEATURE-002";
    private static final String FORMULA = "FEATURE-003";

    private final Function<String, Optional<StreamContract>> streams;
    private final List<Problem> problems;
    private final ColumnCheck columns;

    private FeatureCheck(Function<String, Optional<StreamContract>> streams, List<Problem> problems) {
        this.streams = streams;
        this.problems = problems;
        columns = new ColumnCheck(COLUMN, problems);
    }

    /**
     * Checks streams, columns and formulas.
     *
     * @param streams finds a stream's contract
     * @param problems gets what is wrong
     */
    public static void check(
            List<FeatureConfig> features, Function<String, Optional<StreamContract>> streams, List<Problem> problems) {
        FeatureCheck check = new FeatureCheck(streams, problems);
        features.forEach(check::check);
    }

    /** Likewise, and whether the pipeline writes them. */
    static void check(PipelineProject project, ProjectStreams streams, List<Problem> problems) {
        TreeSet<String> written = new TreeSet<>();
        for (SqlStatement insert : project.script().all(Kind.INSERT)) {
            written.add(String.valueOf(insert.target()));
        }
        List<FeatureConfig> features = project.config().features();
        for (FeatureConfig feature : features) {
            String rows = feature.rows().value();
            if (!written.contains(rows)) {
                problems.add(feature.rows()
                        .problem(
                                STREAM,
                                "Stream '" + rows + "' isn't written by pipeline.sql."
                                        + NearestName.hint(rows, written)));
            }
        }
        check(
                features.stream()
                        .filter(feature -> written.contains(feature.rows().value()))
                        .toList(),
                streams::find,
                problems);
    }

    private Optional<StreamContract> stream(At<String> name) {
        Optional<StreamContract> stream = streams.apply(name.value());
        if (stream.isEmpty() && !name.value().isEmpty()) {
            problems.add(name.problem(STREAM, "There is no stream '" + name.value() + "'."));
        }
        return stream;
    }

    private void check(FeatureConfig feature) {
        Optional<StreamContract> rows = stream(feature.rows());
        if (rows.isEmpty()) {
            return;
        }
        time(feature.start(), rows.get(), "the window's begin");
        time(feature.end(), rows.get(), "the window's end");
        Events events = feature.events();
        if (events != null) {
            stream(events.of()).ifPresent(of -> check(events, of, rows.get()));
        }
        for (Log log : feature.logs()) {
            stream(log.of()).ifPresent(of -> check(log, of, rows.get()));
        }
    }

    private void time(At<String> name, StreamContract contract, String what) {
        columns.find(name, contract)
                .filter(column -> !ColumnCheck.kind(column.type()).equals("time"))
                .ifPresent(column -> problems.add(name.problem(
                        COLUMN,
                        "Column '" + name.value() + "' of '" + contract.name() + "' isn't a time, as " + what
                                + " is.")));
    }

    private void check(Events events, StreamContract of, StreamContract rows) {
        if (of.mode() != Mode.APPEND || of.time() == null) {
            problems.add(events.of()
                    .problem(
                            STREAM,
                            "Stream '" + of.name()
                                    + "' has no windows of events: that takes mode append and an event time."));
            return;
        }
        events.by().forEach(by -> columns.by(by, of, rows));
        List<String> named = events.by().stream().map(By::event).map(At::value).toList();
        if (!named.containsAll(of.key())) {
            problems.add(
                    events.of()
                            .problem(
                                    STREAM,
                                    "'by' doesn't have the key of '" + of.name() + "', " + String.join(", ", of.key())
                                            + ": which of the events of several partitions a row was given after isn't known."));
        }
        for (Value value : events.values()) {
            At<String> formula = value.formula();
            column(value, rows);
            Aggregate.parse(formula.value())
                    .ifPresentOrElse(
                            aggregate -> {
                                if (aggregate.column() != null) {
                                    number(at(formula, aggregate.column()), of, aggregate);
                                }
                            },
                            () -> problems.add(formula.problem(
                                    FORMULA,
                                    "Expected count(*), or count, sum, min, max, avg, stddev_pop or rms of a column, as"
                                            + " in avg(temperature_c), but found '" + formula.value() + "'.")));
        }
    }

    private void number(At<String> name, StreamContract of, Aggregate aggregate) {
        columns.find(name, of)
                .filter(column -> aggregate.function() != Aggregate.Function.COUNT)
                .filter(column -> !ColumnCheck.isNumber(column.type()))
                .ifPresent(column -> problems.add(
                        name.problem(COLUMN, "Column '" + name.value() + "' of '" + of.name() + "' isn't a number.")));
    }

    private void check(Log log, StreamContract of, StreamContract rows) {
        if (of.mode() == Mode.APPEND) {
            problems.add(log.of()
                    .problem(
                            STREAM,
                            "Stream '" + of.name() + "' has events, and no entries that change: a log is of mode"
                                    + " upsert or cdc."));
        }
        log.by().forEach(by -> {
            columns.by(by, of, rows);
            if (!of.key().contains(by.event().value())) {
                problems.add(by.event()
                        .problem(
                                COLUMN,
                                "Column '" + by.event().value() + "' isn't part of the key of '" + of.name()
                                        + "', so that nobody knows whose entry ends."));
            }
        });
        time(log.time(), of, "when an entry begins to hold");
        At<String> knownAt = log.knownAt();
        if (knownAt != null) {
            time(knownAt, rows, "when something was known");
        }
        At<String> group = log.group();
        if (group != null) {
            columns.find(group, of);
        }
        for (Value value : log.values()) {
            column(value, rows);
            check(value.formula(), log, of);
        }
    }

    private void check(At<String> formula, Log log, StreamContract of) {
        Optional<LogFeature> feature = LogFeature.parse(formula.value());
        if (feature.isEmpty()) {
            problems.add(formula.problem(
                    FORMULA,
                    "Expected newest.c or newest['group'].c for a column c of '" + of.name()
                            + "', the time since it as in hours(newest.c), or counts['group'], but found '"
                            + formula.value() + "'."));
            return;
        }
        if ((feature.get().group() == null) != (log.group() == null)) {
            problems.add(formula.problem(
                    FORMULA,
                    log.group() == null
                            ? "'" + of.name() + "' has no 'group' here, so a formula has none in brackets."
                            : "'" + of.name() + "' is grouped: say of which group, as in newest['bearing'].c."));
        }
        if (feature.get().isCount() && log.countedFor() == null) {
            problems.add(formula.problem(FORMULA, "counts need 'counted_for', such as 30d."));
        }
        String column = feature.get().column();
        if (column != null) {
            At<String> name = at(formula, column);
            if (feature.get().unit() == null) {
                columns.find(name, of);
            } else {
                time(name, of, "what time is counted from");
            }
        }
    }

    private Optional<Field> column(Value value, StreamContract rows) {
        return columns.find(at(value.formula(), value.column()), rows);
    }

    private static At<String> at(At<String> place, String value) {
        return new At<>(value, place.file(), place.line(), place.column());
    }
}
