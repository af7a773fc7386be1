package dev.weir.streams.sink;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The uid of the sink of a table: {@code sink:x}, or {@code sink:x>y} if the stream {@code y} is written in its place.
 *
 * @param table by which SQL names it, as {@link SinkNames} numbers it
 * @param written the stream that is written, numbered likewise
 */
public record SinkUid(String table, String written) {

    /** Flink gives a sink's writer the sink's uid, and its committer this before it. */
    private static final Pattern UID = Pattern.compile("(?:Sink Committer: )?sink:([^>]+)(?:>(.+))?");

    /**
     * Reads the uid of a sink, or of one of the operators that Flink makes of it.
     *
     * @return empty if it is that of another operator
     */
    public static Optional<SinkUid> parse(String uid) {
        Matcher matcher = UID.matcher(uid);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String written = matcher.group(2);
        return Optional.of(new SinkUid(matcher.group(1), written == null ? matcher.group(1) : written));
    }

    /** True if what SQL writes to the table goes to another stream. */
    public boolean isElsewhere() {
        return !table.equals(written);
    }

    @Override
    public String toString() {
        return "sink:" + table + (isElsewhere() ? ">" + written : "");
    }
}
