package dev.weir.pipeline.plan;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;

/**
 * A window aggregate of which Flink 2.2 loses rows: its buffers are flushed at multiples of the windows' step since 1970, and
 * windows with an {@code OFFSET} that is no such multiple have fired by then.
 */
final class LostWindow {

    private static final Pattern AGGREGATED = Pattern.compile(
            "WindowAggregate\\(.*?window=\\[(?:TUMBLE|HOP|CUMULATE)\\(.*?(?:slide|step|size)=\\[(?<step>[^]]+)].*?offset=\\[(?<offset>[^]]+)]");
    private static final Pattern FINER = Pattern.compile("(?:slide|step)=\\[(?<step>[^]]+)]");

    private static final String REASON =
            "Flink 2.2 would lose rows of these windows: their OFFSET is no multiple of their step, but it flushes"
                    + " its buffers at such multiples, when the windows have fired. Aggregate the stream itself in a view by"
                    + " its key, which Weir rolls up where it is read; or leave the OFFSET out.";

    private LostWindow() {}

    /** @param description of an operator, in the planner's words */
    static boolean isIn(String description) {
        Matcher window = AGGREGATED.matcher(description);
        if (!window.find()) {
            return false;
        }
        Matcher finer = FINER.matcher(window.group());
        long step = millis(finer.find() ? finer.group("step") : window.group("step"));
        return Math.floorMod(millis(window.group("offset")), step) != 0;
    }

    private static long millis(String duration) {
        return duration.startsWith("-")
                ? -millis(duration.substring(1))
                : TimeUtils.parseDuration(duration).toMillis();
    }

    static Problem problem(SqlStatement planned) {
        return planned.problem("SQL-009", REASON);
    }
}
