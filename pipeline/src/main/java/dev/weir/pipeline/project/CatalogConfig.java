package dev.weir.pipeline.project;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks Iceberg's REST protocol.
 *
 * @param uri without the protocol's own {@code /v1}
 * @param token as it was written, with {@code ${VARIABLE}} not yet replaced, and no part of {@code toString()}; null if it wants none
 */
public record CatalogConfig(String uri, @Nullable String token) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String URI = "https?://[^\\s]+";

    static CatalogConfig parse(YamlSection section) {
        String type = section.required("type");
        if (type != null && !type.equals("rest")) {
            section.report("type", "'type' expects rest but found '" + type + "'.");
        }
        String uri = section.required("uri");
        if (uri != null && !uri.matches(URI)) {
            section.report("uri", "'uri' expects http://HOST:PORT or https://… but found something else.");
        }
        String token = section.rawText("token");
        if (token != null && !VARIABLE.matcher(token).matches()) {
            section.report("token", "'token' expects ${VARIABLE}, so that the token itself isn't in this file.");
        }
        section.refuseOtherKeys();
        return new CatalogConfig(uri == null ? "" : uri, token);
    }

    /** What the token's variable says; null if it says nothing, or there is none. */
    public @Nullable String token(Map<String, String> variables) {
        Matcher variable = VARIABLE.matcher(token == null ? "" : token);
        return variable.matches() ? variables.get(variable.group(1)) : null;
    }

    @Override
    public String toString() {
        return "CatalogConfig[" + uri + "]";
    }
}
