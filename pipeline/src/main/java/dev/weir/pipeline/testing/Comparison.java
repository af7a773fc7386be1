package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.pipeline.testing.WrittenRows.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Compares what came of a test with what it expects. */
final class Comparison {

    private static final String DEAD = "$dead";

    private final TestPlan plan;
    private final PipelineTest test;
    private final Outcome outcome;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(TestPlan plan, PipelineTest test, Outcome outcome) {
        this.plan = plan;
        this.test = test;
        this.outcome = outcome;
    }

    static List<Difference> differences(TestPlan plan, PipelineTest test, Outcome outcome) {
        Comparison comparison = new Comparison(plan, test, outcome);
        Map<String, WrittenRows> written = comparison.written();
        test.rows().forEach(rows -> comparison.compareRows(rows, written.get(rows.stream())));
        test.changes().forEach(rows -> comparison.compareChanges(rows, written.get(rows.stream())));
        test.fates().forEach(comparison::compareFate);
        comparison.refuseUnexpectedDead(written);
        return comparison.differences;
    }

    private Map<String, WrittenRows> written() {
        Map<String, WrittenRows> written = new HashMap<>();
        for (String table : plan.outputs()) {
            List<ProducerRecord<byte[], byte[]>> records = outcome.committed().stream()
                    .filter(record -> TestPlan.table(record.topic()).equals(table))
                    .toList();
            written.put(table, WrittenRows.of(plan.find(table).orElseThrow(), records));
        }
        return written;
    }

    private void compareRows(ExpectedRows expected, WrittenRows found) {
        RowMatch match = RowMatch.of(expected.rows(), found.standing());
        List<ObjectNode> left = new ArrayList<>(match.left());
        for (ExpectedRow missing : match.missing()) {
            ObjectNode nearest = RowMatch.nearest(missing, left, found.key());
            if (nearest == null) {
                differences.add(new Difference(
                        missing.place(),
                        expected.stream(),
                        "this row is missing",
                        List.of(missing.columns().toString())));
            } else {
                left.remove(nearest);
                differences.add(new Difference(
                        missing.place(),
                        expected.stream(),
                        "this row came out otherwise",
                        SideBySide.columns(missing.columns(), nearest)));
            }
        }
        if (!left.isEmpty()) {
            differences.add(new Difference(
                    expected.place(),
                    expected.stream(),
                    left.size() == 1 ? "this row is not expected" : "these " + left.size() + " rows are not expected",
                    left.stream().map(ObjectNode::toString).toList()));
        }
    }

    private void compareChanges(ExpectedRows expected, WrittenRows found) {
        List<ExpectedRow> rows = expected.rows();
        List<Change> changes = found.changes();
        boolean same = rows.size() == changes.size();
        for (int i = 0; same && i < rows.size(); i++) {
            same = isSame(rows.get(i), changes.get(i));
        }
        if (!same) {
            differences.add(new Difference(
                    expected.place(),
                    expected.stream(),
                    "the changes are others",
                    SideBySide.changes(rows, changes, Comparison::isSame)));
        }
    }

    private static boolean isSame(ExpectedRow row, Change change) {
        return row.deletion() == change.deletion() && SameValue.columns(row.columns(), change.columns());
    }

    private void compareFate(ExpectedCount expected) {
        long found = outcome.fates().getOrDefault(expected.stream(), Map.of()).getOrDefault(expected.fate(), 0L);
        if (found != expected.count()) {
            differences.add(new Difference(
                    expected.place(),
                    expected.stream(),
                    expected.count() + " events should be " + expected.fate() + ", " + found + " are",
                    List.of()));
        }
    }

    /** Nothing dies unnoticed: what a test doesn't expect dead must live. */
    private void refuseUnexpectedDead(Map<String, WrittenRows> written) {
        Set<String> expected = new HashSet<>();
        test.rows().forEach(rows -> expected.add(rows.stream()));
        test.changes().forEach(rows -> expected.add(rows.stream()));
        plan.outputs().stream()
                .filter(table -> table.endsWith(DEAD) && !expected.contains(table))
                .forEach(table -> {
                    List<String> dead = written.get(table).standing().stream()
                            .map(Comparison::reason)
                            .toList();
                    if (!dead.isEmpty()) {
                        differences.add(new Difference(
                                test.place(),
                                table,
                                dead.size() == 1
                                        ? "an event died, which the test doesn't expect"
                                        : dead.size() + " events died, which the test doesn't expect",
                                dead));
                    }
                });
    }

    private static String reason(ObjectNode dead) {
        return "partition " + dead.path("partition") + ", offset " + dead.path("offset") + ": "
                + dead.path("code").asText() + " at '" + dead.path("path").asText() + "': expected "
                + dead.path("expected").asText() + ", found "
                + dead.path("found").asText();
    }
}
