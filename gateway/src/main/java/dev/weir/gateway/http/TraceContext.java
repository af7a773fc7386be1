package dev.weir.gateway.http;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The trace that a request is part of (W3C Trace Context), as headers of the records that come of it. What isn't valid is
 * left out, as the specification has it (section 4.3): a request is never refused for its trace.
 */
final class TraceContext {

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    /** Version, trace, span, flags; later versions may have more behind them. */
    private static final Pattern PARENT_FORM = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}" + "-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{1,128})?");

    private static final Pattern STATE_FORM = Pattern.compile("[ -~\\t]{1,512}");

    private TraceContext() {}

    static Map<String, String> of(MultiMap headers) {
        List<String> parents = headers.getAll(PARENT);
        if (parents.size() != 1 || !isParent(parents.get(0))) {
            return Map.of();
        }
        String state = String.join(",", headers.getAll(STATE));
        return STATE_FORM.matcher(state).matches()
                ? Map.of(PARENT, parents.get(0), STATE, state)
                : Map.of(PARENT, parents.get(0));
    }

    private static boolean isParent(String text) {
        return PARENT_FORM.matcher(text).matches() && (!text.startsWith("00-") || text.length() == 55);
    }
}
