package dev.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.PipelineProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectCheckTest {

    @TempDir
    Path folder;

    private TestingProject project;

    @BeforeEach
    void nameTheProject() throws IOException {
        project = new TestingProject(folder).config("name: counting");
    }

    private List<String> check() throws IOException {
        return new ProjectCheck(new TestingStreamTables())
                .problems(folder).stream()
                        .map(this::relative)
                        .map(Problem::toString)
                        .toList();
    }

    private Problem relative(Problem problem) {
        return new Problem(
                folder.relativize(problem.file()), problem.line(), problem.column(), problem.code(), problem.message());
    }

    @Test
    void generatorOfADemoMustBeThere() throws IOException {
        project.config("""
                        name: counting
                        demo: { generator: generator/None.java, reads: events, tail: counts }""")
                .sql(TestingProject.TABLES + "INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;");

        assertThat(check())
                .containsExactly(
                        "weir.yaml:2:20: There is no file 'generator/None.java' in the project. [PROJECT-004]");
    }

    @Test
    void copyThatAJobIsBroughtBackFromNeedsNoGenerator() throws Exception {
        project.config("""
                        name: counting
                        demo: { generator: generator/None.java, reads: events, tail: counts }
                        sources: { rules: { create: none.sql, tables: { rules: rules } } }""");

        assertThat(PipelineProject.load(folder).config().name()).isEqualTo("counting");
    }

    @Test
    void rulesThatAreInterpretedAreNamedWhereTheyStand() throws IOException {
        project.file(
                        "streams/calls.avsc",
                        "{'type':'record','name':'Call','fields':[{'name':'name','type':'string'},{'name':'n','type':'int'}]}"
                                .replace('\'', '"'))
                .file("streams/calls.yaml", """
                        stream: calls
                        schema: calls.avsc
                        rules: [ "n > 3", "name.startsWith('a')" ]
                        """)
                .sql(TestingProject.TABLES + "INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;");

        ProjectFindings findings = new ProjectCheck(new WeirStreamTables()).findings(folder);

        assertThat(findings.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.stream() + ": " + rule.how())
                    .startsWith("calls: rule 'name.startsWith('a')' is interpreted")
                    .endsWith("calls.yaml:3:8)");
            assertThat(rule.line()).isEqualTo(3);
        });
    }

    @Test
    void soundProjectHasNoProblemsAndNothingIsWritten() throws IOException {
        project.file("functions/demo/Seen.java", TestingProject.SEEN).sql(TestingProject.TABLES + """
                        SET 'table.exec.state.ttl' = '1 d';
                        CREATE VIEW doubled AS SELECT k, v * 2 AS v FROM events;
                        CREATE TEMPORARY VIEW keyed AS SELECT k FROM doubled;
                        INSERT INTO counts SELECT k, COUNT(*) FROM doubled GROUP BY k;
                        INSERT INTO repeats SELECT k, seen FROM Seen(input => TABLE keyed PARTITION BY k);
                        """);

        assertThat(check()).isEmpty();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(3);
        }
    }

    @Test
    void problemsOfAllStatementsShowAtOnceWhereTheyStandInTheFile() throws IOException {
        project.sql(TestingProject.TABLES + """
                SET 'table.exec.state.tll' = '1 d';
                CREATE VIEW broken AS SELECT nothing FROM events;
                INSERT INTO counts SELECT k, COUNT(*) FROM broken GROUP BY k;
                INSERT INTO repeats
                  SELECT k, shout(v)
                  FROM events;
                INSERT INTO sums SELECT k FROM events;
                """);

        assertThat(check())
                .containsExactly(
                        "pipeline.sql:6:1: 'table.exec.state.tll' can't be set in a pipeline. Did you mean"
                                + " 'table.exec.state.ttl'? [SQL-004]",
                        "pipeline.sql:7:30: Column 'nothing' not found in any table. [SQL-003]",
                        "pipeline.sql:10:13: No match found for function signature shout(<NUMERIC>). [SQL-003]",
                        "pipeline.sql:12:1: Column types of query result and sink for 'default_catalog.default_database.sums' do not match."
                                + " Cause: Different number of columns. Query schema: [k: BIGINT] Sink schema: [k:"
                                + " BIGINT, n: BIGINT] [SQL-003]");
    }

    @Test
    void syntaxErrorsSayNoMoreThanWhereAndWhat() throws IOException {
        project.sql(TestingProject.TABLES + "INSERT INTO counts\n  SELECT k, COUNT( FROM events;\n");

        assertThat(check()).containsExactly("pipeline.sql:7:20: Incorrect syntax near the keyword 'FROM'. [SQL-003]");
    }

    @Test
    void whatOnlyTheOptimizerRefusesIsReportedAtItsStatement() throws IOException {
        project.sql(TestingProject.TABLES + """
                INSERT INTO counts SELECT k, COUNT(*) FROM events GROUP BY k;
                INSERT INTO repeats SELECT k, COUNT(*) FROM events GROUP BY k, v;
                INSERT INTO sums SELECT k, v FROM events ORDER BY v;
                """);

        assertThat(check()).singleElement().asString().startsWith("pipeline.sql:8:1: ");
    }

    @Test
    void secondInsertIntoOneStreamIsRefused() throws IOException {
        project.sql(TestingProject.TABLES
                + "INSERT INTO repeats SELECT k, v FROM events;\nINSERT INTO repeats SELECT v, k FROM events;");

        assertThat(check())
                .containsExactly(
                        "pipeline.sql:7:1: Line 6 writes 'repeats' already: join both queries with UNION ALL in"
                                + " one INSERT. [SQL-005]");
    }

    @Test
    void functionsThatDoNotCompileAreReportedOnceAndTheirCallsAreNot() throws IOException {
        project.file("functions/Shout.java", "public class Shout {\n\tint x = \"a\";\n}\n")
                .sql(TestingProject.TABLES + "INSERT INTO repeats SELECT k, Shout(v) FROM events;");

        assertThat(check())
                .containsExactly("functions/Shout.java:2:10: incompatible types: java.lang.String cannot be converted"
                        + " to int [FUNCTION-001]");
    }

    @Test
    void folderWithoutSettingsIsNoPipeline() throws IOException {
        Files.delete(folder.resolve("weir.yaml"));

        assertThat(check()).singleElement().asString().startsWith("weir.yaml:1:1: A pipeline's folder has a weir.yaml");
    }
}
