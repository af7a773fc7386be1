package dev.weir.pipeline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptScriptTest {

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void semicolonsInQuotesAndCommentsEndNothing() {
        List<SqlStatement> statements = parse("""
                SELECT ';' AS `a;b` -- not here;
                FROM t /* nor ; here */;
                  SHOW STREAMS ;;
                SELECT 'it''s;'
                """);
        assertThat(problems).isEmpty();
        assertThat(statements)
                .extracting(SqlStatement::kind)
                .containsExactly(Kind.QUERY, Kind.SHOW_STREAMS, Kind.QUERY);
        assertThat(statements).extracting(SqlStatement::line).containsExactly(1, 3, 4);
        assertThat(statements).extracting(SqlStatement::column).containsExactly(1, 3, 1);
        assertThat(statements.get(2).text()).isEqualTo("SELECT 'it''s;'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1 | QUERY |",
                "WITH x AS (SELECT 1) SELECT * FROM x | QUERY |",
                "VALUES (1) | QUERY |",
                "(SELECT 1) | QUERY |",
                "show tables | SHOW_STREAMS |",
                "SHOW CREATE TABLE t | SHOW |",
                "DESC payments$dead | DESCRIBE | payments$dead",
                "DESCRIBE `card-payments` | DESCRIBE | card-payments",
                "EXPLAIN SELECT 1 | EXPLAIN |",
                "CREATE TABLE IF NOT EXISTS t (a INT) | CREATE_TABLE | t",
                "CREATE VIEW v AS SELECT 1 | CREATE_VIEW | v",
                "DROP VIEW IF EXISTS v | DROP_VIEW | v",
                "SET 'a' = 'b' | SET | a",
                "RESET 'a' | RESET | a"
            })
    void kindIsToldByTheWords(String sql, Kind kind, String target) {
        SqlStatement statement = parse(sql).get(0);
        assertThat(statement.kind()).isEqualTo(kind);
        assertThat(statement.target()).isEqualTo(target);
    }

    @Test
    void insertIsRefusedWithTheWayThatWorks() {
        parse("SELECT 1;\n  INSERT INTO t SELECT 1");
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).toString())
                .startsWith("x.sql:2:3: INSERT INTO runs for ever")
                .contains("weir run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE t", "DELETE FROM t", "USE CATALOG c", "CREATE TABLE t AS SELECT 1", "SET x"})
    void whatThePromptDoesNotHaveIsRefused(String sql) {
        parse(sql);
        assertThat(problems).extracting(Problem::code).containsExactly("SQL-002");
    }

    @Test
    void unclosedQuoteIsNamedWhereItOpens() {
        parse("SELECT 1;\nSELECT 'a");
        assertThat(problems.get(0).toString()).startsWith("x.sql:2:8: ' is opened here");
    }

    @Test
    void limitAndOrderAreThoseOutsideOfBrackets() {
        QueryEnd end =
                end("SELECT * FROM (SELECT a FROM t ORDER BY b LIMIT 3) s ORDER BY s.a DESC, `b c` NULLS LAST LIMIT 5");
        assertThat(end.limit()).isEqualTo(OptionalLong.of(5));
        assertThat(end.order())
                .containsExactly(new QueryEnd.Order("a", true, false), new QueryEnd.Order("b c", false, false));
        assertThat(end("SELECT a, ROW_NUMBER() OVER (ORDER BY b) FROM t").order())
                .isEmpty();
        assertThat(end("SELECT a FROM t FETCH FIRST 7 ROWS ONLY").limit()).isEqualTo(OptionalLong.of(7));
        assertThat(end("SELECT a FROM t ORDER BY a + 1").order()).isEmpty();
    }

    private QueryEnd end(String sql) {
        return QueryEnd.of(parse(sql).get(0));
    }

    private List<SqlStatement> parse(String text) {
        return SqlScript.parsePrompt(Path.of("x.sql"), text, problems).statements();
    }
}
