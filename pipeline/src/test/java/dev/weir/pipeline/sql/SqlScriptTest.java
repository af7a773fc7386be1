package dev.weir.pipeline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlScriptTest {

    private static final Path FILE = Path.of("pipeline.sql");
    private final List<Problem> problems = new ArrayList<>();

    private SqlScript parse(String text) {
        return SqlScript.parse(FILE, text, problems);
    }

    @Test
    void statementsKeepTheirPlaceAndLoseCommentsAroundThem() {
        SqlScript script = parse("""
                -- what; is this
                SET 'table.exec.state.ttl' = '1 d';
                /* a view;
                   of all */  CREATE VIEW v AS
                  SELECT 1; INSERT INTO `out` SELECT * FROM v -- no semicolon
                """);

        assertThat(problems).isEmpty();
        assertThat(script.statements())
                .extracting(SqlStatement::kind, SqlStatement::line, SqlStatement::column, SqlStatement::target)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.SET, 2, 1, "table.exec.state.ttl"),
                        org.assertj.core.groups.Tuple.tuple(Kind.CREATE_VIEW, 4, 15, "v"),
                        org.assertj.core.groups.Tuple.tuple(Kind.INSERT, 5, 13, "out"));
        assertThat(script.statements().get(1).text()).isEqualTo("CREATE VIEW v AS\n  SELECT 1");
    }

    @Test
    void semicolonsAndQuotesInsideQuotesDoNotSplit() {
        SqlScript script =
                parse("INSERT INTO a SELECT ';', 'it''s; --', \"x;\" FROM `odd;``name`; INSERT INTO b SELECT 1");

        assertThat(script.statements()).extracting(SqlStatement::target).containsExactly("a", "b");
        assertThat(script.statements().get(0).text()).endsWith("FROM `odd;``name`");
    }

    @Test
    void statementSetsAreReadAsTheirStatements() {
        SqlScript script =
                parse("EXECUTE STATEMENT SET\nBEGIN\n  INSERT INTO a SELECT 1;\n  INSERT INTO b SELECT 2;\nEND;");

        assertThat(problems).isEmpty();
        assertThat(script.all(Kind.INSERT)).extracting(SqlStatement::line).containsExactly(3, 4);
    }

    @Test
    void otherStatementsAreRefusedWithWhatToDoInstead() {
        SqlScript script = parse("""
                SELECT 1;
                DROP TABLE a;
                INSERT OVERWRITE a SELECT 1;
                  CREATE TABLE b AS SELECT 1;
                CREATE TEMPORARY TABLE c (x INT);
                CREATE OR REPLACE VIEW d AS SELECT 1;
                SET x;
                INSERT INTO e SELECT 1;
                """);

        assertThat(script.statements()).extracting(SqlStatement::target).containsExactly("e");
        assertThat(problems)
                .extracting(problem -> problem.line() + ":" + problem.column())
                .containsExactly("1:1", "2:1", "3:1", "4:3", "5:1", "6:1", "7:1");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.code()).isEqualTo("SQL-002"));
        assertThat(problems.get(0).message())
                .startsWith("SELECT can't stand in a pipeline")
                .contains("weir sql");
        assertThat(problems.get(3).message()).contains("write CREATE TABLE and INSERT INTO");
    }

    @Test
    void computedColumnsAreNoCreateTableAs() {
        parse("CREATE TABLE a (x INT, y AS x + 1, PRIMARY KEY (x) NOT ENFORCED)");

        assertThat(problems).isEmpty();
    }

    @Test
    void unclosedQuoteIsReportedWhereItOpens() {
        parse("INSERT INTO a\nSELECT 'x FROM b;");

        assertThat(problems).containsExactly(new Problem(FILE, 2, 8, "SQL-001", "' is opened here and never closed."));
    }

    @Test
    void placesInsideAStatementBecomePlacesInTheFile() {
        SqlStatement statement = parse("SET 'a' = 'b';  INSERT INTO a\nSELECT x FROM y")
                .all(Kind.INSERT)
                .get(0);

        assertThat(statement.problem(1, 13, "C", "m")).isEqualTo(new Problem(FILE, 1, 29, "C", "m"));
        assertThat(statement.problem(2, 8, "C", "m")).isEqualTo(new Problem(FILE, 2, 8, "C", "m"));
    }
}
