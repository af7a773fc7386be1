package dev.weir.cli.demo;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sentence with gaps: {@code {field}} is the value of a field, {@code {field:word}} only the word that it begins with
 * ({@code post} of {@code post:12}), {@code {field|somebody}} has something to say where the value is null or absent.
 */
public record Sentence(String template) {

    private static final Pattern GAP = Pattern.compile("\\{(\\w+)(:word)?(?:\\|([^}]*))?}");
    private static final Pattern WORD = Pattern.compile("^\\p{L}+");

    /** The sentence with its gaps filled from {@code row}; a gap without value or fallback becomes {@code ?}. */
    public String tell(Map<String, ? extends @Nullable Object> row) {
        return GAP.matcher(template).replaceAll(gap -> Matcher.quoteReplacement(fill(gap, row)));
    }

    private static String fill(MatchResult gap, Map<String, ? extends @Nullable Object> row) {
        Object value = row.get(gap.group(1));
        if (value == null) {
            String fallback = gap.group(3);
            return fallback == null ? "?" : fallback;
        }
        String text = value.toString();
        if (gap.group(2) == null) {
            return text;
        }
        Matcher word = WORD.matcher(text);
        return word.find() ? word.group() : text;
    }
}
