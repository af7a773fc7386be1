package dev.weir.pipeline.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word, a quoted text or a single sign of SQL; comments are none.
 *
 * @param start offset of its first character
 * @param end offset after its last character
 */
public record SqlToken(Type type, String text, int start, int end) {

    public enum Type {
        WORD,
        STRING,
        IDENTIFIER,
        SIGN,
        /** A quote or comment that is opened and never closed. */
        UNCLOSED
    }

    /** Whether it is this word or sign, unquoted, in any case. */
    public boolean is(String word) {
        return type != Type.STRING && type != Type.IDENTIFIER && text.equalsIgnoreCase(word);
    }

    /** The text without quotes. */
    public String value() {
        return type == Type.STRING || type == Type.IDENTIFIER
                ? text.substring(1, text.length() - 1)
                        .replace("" + text.charAt(0) + text.charAt(0), text.substring(0, 1))
                : text;
    }

    String upper() {
        return text.toUpperCase(Locale.ROOT);
    }

    /** All of a text; one that is {@link Type#UNCLOSED} is the last. */
    public static List<SqlToken> scan(String sql) {
        List<SqlToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int end;
            if (Character.isWhitespace(c)) {
                end = at + 1;
            } else if (sql.startsWith("--", at)) {
                end = sql.indexOf('\n', at);
                end = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                end = sql.indexOf("*/", at + 2) + 2;
                if (end == 1) {
                    tokens.add(new SqlToken(Type.UNCLOSED, "/*", at, sql.length()));
                    return tokens;
                }
            } else if (c == '\'' || c == '`' || c == '"') {
                end = closing(sql, at);
                if (end < 0) {
                    tokens.add(new SqlToken(Type.UNCLOSED, String.valueOf(c), at, sql.length()));
                    return tokens;
                }
                Type type = c == '\'' ? Type.STRING : Type.IDENTIFIER;
                tokens.add(new SqlToken(type, sql.substring(at, end), at, end));
            } else {
                end = wordEnd(sql, at);
                Type type = end > at ? Type.WORD : Type.SIGN;
                end = Math.max(end, at + 1);
                tokens.add(new SqlToken(type, sql.substring(at, end), at, end));
            }
            at = end;
        }
        return tokens;
    }

    private static int wordEnd(String sql, int from) {
        int at = from;
        while (at < sql.length()
                && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_' || sql.charAt(at) == '$')) {
            at++;
        }
        return at;
    }

    /** Offset after the closing quote, where a doubled quote is a character; -1 if there is none. */
    private static int closing(String sql, int from) {
        char quote = sql.charAt(from);
        int at = from + 1;
        while (at < sql.length()) {
            if (sql.charAt(at) != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -1;
    }
}
