package dev.weir.functions.score;

import dev.weir.functions.score.Score.Unscored;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** How many rows of a task were scored, and how many passed unscored, by reason. Thread-safe. */
final class ScoreCounts {

    private final LongAdder scored = new LongAdder();
    private final Map<Unscored, LongAdder> unscored = new EnumMap<>(Unscored.class);

    /** @param scorer to ask for refused versions; null if there are none to come */
    ScoreCounts(MetricGroup metrics, String model, @Nullable SharedScorer scorer) {
        MetricGroup group = metrics.addGroup("model", model);
        group.<Long, Gauge<Long>>gauge("scored", scored::sum);
        for (Unscored reason : Unscored.values()) {
            LongAdder count = new LongAdder();
            unscored.put(reason, count);
            group.addGroup("reason", reason.name()).<Long, Gauge<Long>>gauge("unscored", count::sum);
        }
        if (scorer != null) {
            group.<Integer, Gauge<Integer>>gauge("refused_versions", scorer::refusals);
        }
    }

    Score counted(Score score) {
        if (score instanceof Unscored reason) {
            unscored.getOrDefault(reason, scored).increment();
        } else {
            scored.increment();
        }
        return score;
    }
}
