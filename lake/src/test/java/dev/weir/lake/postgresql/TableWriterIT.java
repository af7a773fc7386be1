package dev.weir.lake.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.Problem;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.stack.LocalStack;
import dev.weir.stack.PostgresAddress;
import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import dev.weir.stack.StackConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table of PostgreSQL has when its stream's rows came, came again, ended, or found the connection cut. */
class TableWriterIT {

    private static final int PORT_OFFSET = 23_300;
    private static final At<String> PLACE = new At<>("public.states", Path.of("weir.yaml"), 3, 5);
    private static final Instant KNOWN = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final RowType STATES = (RowType) DataTypes.ROW(
                    DataTypes.FIELD("machine", DataTypes.STRING().notNull()),
                    DataTypes.FIELD("state", DataTypes.STRING()),
                    DataTypes.FIELD("cost", DataTypes.DECIMAL(12, 2)),
                    DataTypes.FIELD("loads", DataTypes.ARRAY(DataTypes.DOUBLE())),
                    DataTypes.FIELD("revision", DataTypes.BIGINT().notNull()),
                    DataTypes.FIELD("known_at", DataTypes.TIMESTAMP_LTZ(3).notNull()),
                    DataTypes.FIELD("deleted", DataTypes.BOOLEAN().notNull()),
                    DataTypes.FIELD("kafka_partition", DataTypes.INT().notNull()))
            .getLogicalType();
    private static final RowType EVENTS = (RowType) DataTypes.ROW(
                    DataTypes.FIELD("order", DataTypes.STRING()),
                    DataTypes.FIELD("known_at", DataTypes.TIMESTAMP_LTZ(3).notNull()),
                    DataTypes.FIELD("kafka_partition", DataTypes.INT().notNull()),
                    DataTypes.FIELD("kafka_offset", DataTypes.BIGINT().notNull()))
            .getLogicalType();
    private static final Delivered STATES_TABLE =
            new Delivered(TargetTable.of("public.states", "states", List.of("machine"), STATES), "machines.shop-local");
    private static final Delivered EVENTS_TABLE =
            new Delivered(TargetTable.of("public.events", "events", List.of(), EVENTS), "machines.events-local");

    @TempDir
    private static Path home;

    private static LocalStack stack;
    private static Login login;

    @BeforeAll
    static void up() {
        stack = new LocalStack(StackConfig.of(home, PORT_OFFSET, List.of()));
        stack.up(Set.of(ServerName.POSTGRESQL), Progress.SILENT);
        PostgresAddress address = stack.postgresql();
        login = new Login(
                address.jdbcUrl(), address.user(), address.passwordFile().toString());
    }

    @AfterAll
    static void down() {
        stack.down();
    }

    @BeforeEach
    void drop() throws Exception {
        execute("DROP TABLE IF EXISTS states, events, weir_delivered");
    }

    @Test
    void whatComesAgainChangesNothingAndWhatEndedStaysAway() throws Exception {
        prepare(STATES_TABLE);
        List<RowData> changes = List.of(
                state(0, 3, "a", "idle"),
                state(0, 4, "b", "idle"),
                state(0, 7, "a", "busy"),
                end(0, 9, "b"),
                state(1, 2, "c", "idle"));
        write(STATES_TABLE, changes);

        List<String> table = List.of("a busy 7 0", "c idle 2 1");
        List<String> delivered = List.of("0 3 10 4", "1 2 3 1");
        assertThat(states()).isEqualTo(table);
        assertThat(delivered()).isEqualTo(delivered);

        // As after a crash, from the beginning or from in between.
        write(STATES_TABLE, changes);
        write(STATES_TABLE, changes.subList(1, 2));
        assertThat(states()).isEqualTo(table);
        assertThat(delivered()).isEqualTo(delivered);

        write(STATES_TABLE, List.of(changes.get(3), state(0, 12, "b", "busy"), end(0, 13, "a"), end(0, 14, "x")));
        assertThat(states()).containsExactly("b busy 12 0", "c idle 2 1");
        assertThat(delivered()).containsExactly("0 3 15 7", "1 2 3 1");
    }

    @Test
    void eventsAreEachARow() throws Exception {
        prepare(EVENTS_TABLE);
        List<RowData> events = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            events.add(event(i % 2, i, "o" + i));
        }
        write(EVENTS_TABLE, events);
        write(EVENTS_TABLE, events);

        assertThat(query("SELECT count(*) || ' ' || count(DISTINCT \"order\") FROM events"))
                .containsExactly("5000 5000");
        assertThat(delivered()).containsExactly("0 0 4999 2500", "1 1 5000 2500");
    }

    @Test
    void connectionThatIsCutIsMadeAnewAndNothingIsMissing() throws Exception {
        prepare(EVENTS_TABLE);
        Outage outage = new Outage();
        try (TableWriter writer = new TableWriter(login, EVENTS_TABLE, outage)) {
            writer.write(event(0, 0, "a"), new TestingContext());
            writer.flush(false);
            writer.write(event(0, 1, "b"), new TestingContext());
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'weir-delivery'");
            writer.flush(false);

            assertThat(outage.seconds()).isZero();
            assertThat(writer.snapshotState(1)).containsExactly(new Positions(Map.of(0, 2L)));
        }
        assertThat(query("SELECT \"order\" FROM events ORDER BY 1")).containsExactly("a", "b");
    }

    @Test
    void tableThatHasLessThanACheckpointSaysStopsTheJobForGood() throws Exception {
        prepare(EVENTS_TABLE);
        write(EVENTS_TABLE, List.of(event(0, 0, "a")));

        try (TableWriter writer = new TableWriter(login, EVENTS_TABLE, new Outage())) {
            writer.refuseIfBehind(List.of(new Positions(Map.of(0, 1L))));
            assertThatThrownBy(() -> writer.refuseIfBehind(List.of(new Positions(Map.of(0, 2L)))))
                    .isInstanceOf(SuppressRestartsException.class)
                    .hasStackTraceContaining("restored from a backup?");
        }
    }

    @Test
    void rowThatTheTableRefusesIsSaidWithoutItsValues() throws Exception {
        prepare(STATES_TABLE);
        execute("ALTER TABLE states ADD CONSTRAINT known CHECK (state <> 'secret')");
        try (TableWriter writer = new TableWriter(login, STATES_TABLE, new Outage())) {
            writer.write(state(0, 0, "a", "secret"), new TestingContext());
            assertThatThrownBy(() -> writer.flush(false))
                    .hasMessageContaining("violates check constraint \"known\"")
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("secret"));
        }
    }

    @Test
    void valuesAreAsTheStreamHasThem() throws Exception {
        prepare(STATES_TABLE);
        GenericRowData row = state(0, 0, "a", "nul \u0000 and \"quotes\"");
        row.setField(2, DecimalData.fromBigDecimal(new BigDecimal("12.30"), 12, 2));
        row.setField(3, new GenericArrayData(new @org.jspecify.annotations.Nullable Object[] {1.5, null}));
        write(STATES_TABLE, List.of(row));

        assertThat(query("SELECT cost || ' ' || loads || ' ' || state || ' '"
                        + " || to_char(known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') FROM states"))
                .containsExactly("12.30 [1.5, null] nul \uFFFD and \"quotes\" 2026-01-31 12:00:00.123000");
    }

    @Test
    void tableThatIsThereIsWidenedIfItFits() throws Exception {
        execute("CREATE TABLE states (machine varchar PRIMARY KEY, note text DEFAULT 'none', cost numeric)");
        prepare(STATES_TABLE);
        prepare(STATES_TABLE);
        write(STATES_TABLE, List.of(state(0, 0, "a", "idle")));

        assertThat(query("SELECT machine || ' ' || note || ' ' || state FROM states"))
                .containsExactly("a none idle");
    }

    @Test
    void tableThatDoesNotFitIsRefusedByItsColumns() throws Exception {
        execute("CREATE TABLE states (machine text, state integer, kind text NOT NULL)");

        assertThatThrownBy(() -> prepare(STATES_TABLE)).satisfies(e -> {
            List<Problem> problems = ((ProjectException) e).problems();
            assertThat(problems).allMatch(problem -> problem.code().equals("DELIVERY-004"));
            assertThat(problems)
                    .extracting(Problem::message)
                    .satisfiesExactly(
                            state -> assertThat(state).contains("'state'", "integer", "needs text"),
                            kind -> assertThat(kind).contains("'kind'", "NOT NULL without a default"),
                            key -> assertThat(key).contains("no primary key (machine)"));
        });
        assertThat(query("SELECT to_regclass('weir_delivered')")).containsExactly((String) null);
    }

    @Test
    void tablesOfOthersAreLeftAlone() throws Exception {
        execute("CREATE TABLE states (machine text PRIMARY KEY)");
        execute("INSERT INTO states VALUES ('a')");
        assertThatThrownBy(() -> prepare(STATES_TABLE)).hasMessageContaining("rows that Weir didn't bring");

        execute("DROP TABLE states");
        prepare(STATES_TABLE);
        Delivered other = new Delivered(
                TargetTable.of("public.states", "others", List.of("machine"), STATES), "machines.other-local");
        assertThatThrownBy(() -> prepare(other)).hasMessageContaining("has the rows of stream 'states'");

        write(STATES_TABLE, List.of(state(0, 0, "a", "idle")));
        execute("DROP TABLE states");
        assertThatThrownBy(() -> prepare(STATES_TABLE)).hasMessageContaining("is gone, but weir_delivered says");
    }

    private static void prepare(Delivered delivered) throws Exception {
        try (Connection connection = login.connect("test", new Properties())) {
            new TablePreparation(delivered, PLACE).prepare(connection, 2);
        }
    }

    /** By a delivery that begins without state. */
    private static void write(Delivered delivered, List<RowData> rows) throws Exception {
        try (TableWriter writer = new TableWriter(login, delivered, new Outage())) {
            for (RowData row : rows) {
                writer.write(row, new TestingContext());
            }
            writer.flush(false);
        }
    }

    private static GenericRowData state(int partition, long offset, String machine, String state) {
        return GenericRowData.of(
                StringData.fromString(machine),
                StringData.fromString(state),
                null,
                null,
                offset,
                TimestampData.fromInstant(KNOWN),
                false,
                partition);
    }

    private static RowData end(int partition, long offset, String machine) {
        GenericRowData row = state(partition, offset, machine, "");
        row.setField(1, null);
        row.setField(6, true);
        return row;
    }

    private static RowData event(int partition, long offset, String order) {
        return GenericRowData.of(StringData.fromString(order), TimestampData.fromInstant(KNOWN), partition, offset);
    }

    private static List<String> states() throws Exception {
        return query("SELECT concat_ws(' ', machine, state, revision, kafka_partition) FROM states ORDER BY machine");
    }

    /** Partition, first offset, next offset, records. */
    private static List<String> delivered() throws Exception {
        return query("SELECT concat_ws(' ', kafka_partition, first_offset, next_offset, records) FROM weir_delivered"
                + " ORDER BY kafka_partition");
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = login.connect("test", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(String sql) throws Exception {
        List<String> values = new ArrayList<>();
        try (Connection connection = login.connect("test", new Properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static String stackTrace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
