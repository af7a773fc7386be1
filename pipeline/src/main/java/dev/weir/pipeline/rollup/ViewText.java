package dev.weir.pipeline.rollup;

import dev.weir.pipeline.sql.SqlToken;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The text of a CREATE VIEW and the places in it. */
final class ViewText {

    private final String text;
    private final List<SqlToken> tokens;

    ViewText(String text) {
        this.text = text;
        this.tokens = SqlToken.scan(text);
    }

    int start(SqlNode node) {
        SqlParserPos at = node.getParserPosition();
        return offset(at.getLineNum(), at.getColumnNum());
    }

    /** Offset after a node's last character. */
    int end(SqlNode node) {
        SqlParserPos at = node.getParserPosition();
        return offset(at.getEndLineNum(), at.getEndColumnNum()) + 1;
    }

    private int offset(int line, int column) {
        int start = 0;
        for (int passed = 1; passed < line; passed++) {
            start = text.indexOf('\n', start) + 1;
        }
        return start + column - 1;
    }

    /** End of the word that starts at an offset. */
    int wordEnd(int offset) {
        return tokens.stream()
                .filter(token -> token.start() == offset)
                .mapToInt(SqlToken::end)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No word at offset " + offset));
    }

    /** Start of the last such word before an offset. */
    int wordBefore(String word, int offset) {
        return tokens.stream()
                .filter(token -> token.start() < offset && token.is(word))
                .mapToInt(SqlToken::start)
                .max()
                .orElseThrow(() -> new IllegalStateException("No " + word + " before offset " + offset));
    }

    /** Offset after the bracket that closes the first one which is opened at or after an offset. */
    int closing(int offset) {
        int depth = 0;
        for (SqlToken token : tokens) {
            if (token.start() >= offset) {
                depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                if (depth == 0 && token.is(")")) {
                    return token.end();
                }
            }
        }
        throw new IllegalStateException("No brackets are closed after offset " + offset);
    }

    /** End of the query, without the brackets that it may be in as a whole. */
    int queryEnd(int queryStart) {
        int end = tokens.size();
        for (int at = tokens.size() - 1; at > 0 && tokens.get(at).start() >= queryStart; at--) {
            if (!tokens.get(at).is(")") || closesSomethingIn(at, queryStart)) {
                break;
            }
            end = at;
        }
        return tokens.get(end - 1).end();
    }

    private boolean closesSomethingIn(int closing, int queryStart) {
        int depth = 0;
        for (int at = closing; at >= 0 && tokens.get(at).start() >= queryStart; at--) {
            depth += tokens.get(at).is(")") ? 1 : tokens.get(at).is("(") ? -1 : 0;
            if (depth == 0) {
                return true;
            }
        }
        return false;
    }

    String between(int from, int to) {
        return text.substring(from, to);
    }
}
