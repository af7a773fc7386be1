package dev.weir.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a name that doesn't exist. */
public final class NearestName {

    private NearestName() {}

    /** The known name with the fewest edits from {@code name}, or that continues it; empty if none could be meant. */
    public static Optional<String> of(String name, Collection<String> known) {
        int furthest = Math.max(1, Math.min(name.length(), 30) / 3);
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= furthest)
                .filter(candidate -> edits(name, candidate) <= furthest)
                .min(Comparator.<String>comparingInt(candidate -> edits(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> known.stream()
                        .filter(candidate -> name.length() > 2 && candidate.startsWith(name))
                        .min(Comparator.naturalOrder()));
    }

    /** {@code " Did you mean 'x'?"}, or nothing: to be put at the end of a message. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    /** Levenshtein's distance, without regard to case, with two swapped neighbours as one edit. */
    private static int edits(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                edits[i][j] = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
