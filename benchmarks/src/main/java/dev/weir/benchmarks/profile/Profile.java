package dev.weir.benchmarks.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Stacks that were seen on processors, added up. Not thread-safe. */
final class Profile {

    private static final int LONGEST_NAME = 80;

    private final Map<String, Long> threads = new HashMap<>();
    private final Map<String, Long> tops = new HashMap<>();
    private final Map<String, Long> within = new HashMap<>();
    private long samples;

    /**
     * @param thread numbers in its name don't count: those of a pool are one
     * @param methods innermost first
     */
    void add(String thread, List<String> methods) {
        if (methods.isEmpty()) {
            return;
        }
        samples++;
        String kind = thread.replaceAll("\\d+", "#");
        threads.merge(kind.substring(0, Math.min(LONGEST_NAME, kind.length())), 1L, Long::sum);
        tops.merge(methods.get(0), 1L, Long::sum);
        Set<String> once = new HashSet<>(methods);
        once.forEach(method -> within.merge(method, 1L, Long::sum));
    }

    /** The most frequent of each kind, with their share of all samples. */
    List<String> lines(int most) {
        List<String> lines = new ArrayList<>();
        lines.add(samples + " samples");
        append("thread", threads, most, lines);
        append("method itself", tops, most, lines);
        append("method and what it calls", within, most, lines);
        return lines;
    }

    private void append(String title, Map<String, Long> counts, int most, List<String> lines) {
        lines.add("");
        lines.add(title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(entry -> lines.add(String.format(
                        Locale.ROOT, "%5.1f %%  %s", entry.getValue() * 100.0 / samples, entry.getKey())));
    }
}
