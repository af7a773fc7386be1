package dev.weir.pipeline.project;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a person probably meant. */
public final class NearestName {

    private NearestName() {}

    /** {@code ": did you mean 'x'?"} if a known name is near, else {@code ": known are x, y."}. */
    public static String hint(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(nearest -> distance(name, nearest) <= Math.max(1, (name.length() + 1) / 3))
                .map(nearest -> ": did you mean '" + nearest + "'?")
                .orElseGet(() -> ": known are " + String.join(", ", known) + ".");
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
