package dev.weir.functions.score;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with a version of a model, as it was when it was seen. The natural order is that of versions: numbers in their names
 * count as numbers, so 10 is after 9.
 *
 * @param name with its ending
 * @param modified in milliseconds since 1970-01-01T00:00:00Z
 */
record VersionFile(String name, long length, long modified) implements Comparable<VersionFile> {

    static final String ENDING = ".onnx";

    private static final Pattern PARTS = Pattern.compile("\\d+|\\D+");

    /** The name without its ending. */
    String version() {
        return name.substring(0, name.length() - ENDING.length());
    }

    @Override
    public int compareTo(VersionFile other) {
        Matcher mine = PARTS.matcher(version());
        Matcher its = PARTS.matcher(other.version());
        while (true) {
            boolean more = mine.find();
            if (!its.find()) {
                return more ? 1 : version().compareTo(other.version());
            }
            if (!more) {
                return -1;
            }
            int order = compare(mine.group(), its.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compare(String mine, String its) {
        boolean numbers = Character.isDigit(mine.charAt(0)) && Character.isDigit(its.charAt(0));
        return numbers ? new BigInteger(mine).compareTo(new BigInteger(its)) : mine.compareTo(its);
    }
}
