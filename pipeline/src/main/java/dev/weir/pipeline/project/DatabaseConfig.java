package dev.weir.pipeline.project;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database and how to log in there. Texts are as they were written, with {@code ${VARIABLE}} not yet
 * replaced; none is part of {@code toString()}.
 *
 * @param url {@code postgresql://host[:port]/database}; null, as user and password then are, for the local stack's database
 */
public record DatabaseConfig(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password) {

    private static final String CODE = "DELIVERY-005";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String URL = "postgresql://[^/@?:]+(:\\d{1,5})?/[^/@?]+";

    static DatabaseConfig parse(YamlSection section) {
        String url = section.rawText("url");
        String user = section.rawText("user");
        String password = section.rawText("password");
        if (url != null && !url.contains("${") && !url.matches(URL)) {
            section.report(
                    "url",
                    "'url' expects postgresql://HOST:PORT/DATABASE, with user and password as keys of their own.");
        }
        if (url == null && (user != null || password != null)) {
            section.report(
                    user == null ? "password" : "user",
                    "'user' and 'password' go with a 'url'; without one it is the local stack's database.");
        }
        if (url != null && (user == null || password == null)) {
            section.report("url", "A database by 'url' needs 'user' and 'password: ${VARIABLE}'.");
        }
        return new DatabaseConfig(url, user, password);
    }

    /** Whether each variable that it names is among these. */
    public boolean isSaid(Map<String, String> variables) {
        return Stream.of(url, user, password)
                .filter(Objects::nonNull)
                .flatMap(text -> VARIABLE.matcher(text).results())
                .allMatch(variable -> variables.containsKey(variable.group(1)));
    }

    /**
     * With each {@code ${VARIABLE}} replaced.
     *
     * @param place where weir.yaml declares it
     * @throws ProjectException if one isn't set, or the address is none then
     */
    public DatabaseConfig resolved(Map<String, String> variables, At<?> place) throws ProjectException {
        String address = resolved(url, variables, place);
        if (address != null && !address.matches(URL)) {
            throw new ProjectException(List.of(place.problem(
                    CODE, "'url' expects postgresql://HOST:PORT/DATABASE, but its variables say something else.")));
        }
        return new DatabaseConfig(address, resolved(user, variables, place), resolved(password, variables, place));
    }

    private static @Nullable String resolved(@Nullable String raw, Map<String, String> variables, At<?> place)
            throws ProjectException {
        if (raw == null) {
            return null;
        }
        Matcher matcher = VARIABLE.matcher(raw);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = variables.get(matcher.group(1));
            if (value == null) {
                throw new ProjectException(List.of(place.problem(
                        CODE, "The environment variable '" + matcher.group(1) + "' is not set: export it first.")));
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    @Override
    public String toString() {
        return url == null ? "DatabaseConfig[local]" : "DatabaseConfig[by url]";
    }
}
