package dev.weir.cli.sql;

import dev.weir.pipeline.sql.SqlToken;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;

/** A statement may have several lines: it is whole when it ends with a semicolon outside of quotes and comments. */
public final class StatementParser implements Parser {

    private static final Set<String> WORDS = Set.of("quit", "exit", "help", "\\q", "?");

    /** Whether it is something to say to the prompt itself rather than SQL. */
    public static boolean isWord(String line) {
        return WORDS.contains(word(line));
    }

    /** The word without semicolon, in small letters. */
    public static String word(String line) {
        return line.strip().replaceAll("\\s*;$", "").toLowerCase(Locale.ROOT);
    }

    /** Whether nothing needs to follow. */
    static boolean isWhole(String text) {
        if (text.isBlank() || isWord(text)) {
            return true;
        }
        List<SqlToken> tokens = SqlToken.scan(text);
        return tokens.isEmpty() || tokens.get(tokens.size() - 1).is(";");
    }

    @Override
    public Typed parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
            throw new EOFError(-1, -1, "The statement isn't whole yet", "");
        }
        int begin = SqlCompletion.wordStart(line, cursor);
        return new Typed(line, cursor, line.substring(begin, cursor));
    }

    /** What stands at the prompt, the word left of the cursor being what completion replaces. */
    public record Typed(String line, int cursor, String word) implements CompletingParsedLine {

        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
