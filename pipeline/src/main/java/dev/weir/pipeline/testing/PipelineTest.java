package dev.weir.pipeline.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test as its file says.
 *
 * @param name a fact
 * @param shuffle null to keep the lines' order
 * @param rows those that stand at the end
 * @param changes all that was ever written, in its order
 * @param closes whether time runs to its end after the last line
 */
record PipelineTest(
        Place place,
        String name,
        List<Line> lines,
        @Nullable Shuffle shuffle,
        List<ExpectedRows> rows,
        List<ExpectedRows> changes,
        List<ExpectedCount> fates,
        boolean closes) {

    PipelineTest {
        lines = List.copyOf(lines);
        rows = List.copyOf(rows);
        changes = List.copyOf(changes);
        fates = List.copyOf(fates);
    }

    boolean crashes() {
        return lines.stream().anyMatch(Line.Crash.class::isInstance);
    }
}
