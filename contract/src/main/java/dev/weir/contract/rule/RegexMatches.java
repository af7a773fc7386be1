package dev.weir.contract.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * CEL's {@code matches} with its patterns kept: CEL's own compiles them again for each event. RE2, so in time linear in
 * the text. Safe to share between threads.
 */
final class RegexMatches {

    /** Enough for the patterns that rules spell out; an event can bring others, which aren't kept then. */
    private static final int MAX_KEPT = 100;

    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    Set<CelFunctionBinding> bindings() {
        return CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from("matches", String.class, String.class, this::matches),
                CelFunctionBinding.from("matches_string", String.class, String.class, this::matches));
    }

    private Object matches(String text, String regex) throws CelEvaluationException {
        Pattern pattern = patterns.get(regex);
        if (pattern == null) {
            pattern = compile(regex);
            if (patterns.size() < MAX_KEPT) {
                patterns.put(regex, pattern);
            }
        }
        return pattern.matcher(text).find();
    }

    private static Pattern compile(String regex) throws CelEvaluationException {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new CelEvaluationException("'" + regex + "' isn't a regular expression", e);
        }
    }
}
