package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows fulfil which expectations, each at most one, and as many as possible: an expectation with few columns fits
 * many rows, and must not take the only one that fits another.
 *
 * @param missing expectations without row
 * @param left rows without expectation
 */
record RowMatch(List<ExpectedRow> missing, List<ObjectNode> left) {

    static RowMatch of(List<ExpectedRow> expected, List<ObjectNode> found) {
        int[] takenBy = new int[found.size()];
        Arrays.fill(takenBy, -1);
        List<ExpectedRow> missing = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (!take(i, expected, found, takenBy, new boolean[found.size()])) {
                missing.add(expected.get(i));
            }
        }
        List<ObjectNode> left = new ArrayList<>();
        for (int i = 0; i < takenBy.length; i++) {
            if (takenBy[i] < 0) {
                left.add(found.get(i));
            }
        }
        return new RowMatch(missing, left);
    }

    /** Kuhn's augmenting path. */
    private static boolean take(
            int wanted, List<ExpectedRow> expected, List<ObjectNode> found, int[] takenBy, boolean[] tried) {
        for (int i = 0; i < takenBy.length; i++) {
            if (!tried[i] && SameValue.columns(expected.get(wanted).columns(), found.get(i))) {
                tried[i] = true;
                if (takenBy[i] < 0 || take(takenBy[i], expected, found, takenBy, tried)) {
                    takenBy[i] = wanted;
                    return true;
                }
            }
        }
        return false;
    }

    /** The row that was probably meant: that with the same key, else that with most columns right, at least half. */
    static @Nullable ObjectNode nearest(ExpectedRow expected, List<ObjectNode> rows, List<String> key) {
        ObjectNode nearest = null;
        long most = Math.max(1, (expected.columns().size() + 1) / 2) - 1;
        for (ObjectNode row : rows) {
            boolean sameKey = !key.isEmpty()
                    && key.stream()
                            .allMatch(column -> expected.columns().has(column)
                                    && SameValue.of(expected.columns().get(column), row.get(column)));
            long right = expected.columns().properties().stream()
                    .filter(entry -> SameValue.of(entry.getValue(), row.get(entry.getKey())))
                    .count();
            long worth = sameKey ? Integer.MAX_VALUE : right;
            if (worth > most) {
                most = worth;
                nearest = row;
            }
        }
        return nearest;
    }
}
