package dev.weir.streams.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.codec.column.Columns;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.fate.KeyTable;
import dev.weir.streams.rollup.Expression.Arithmetic;
import dev.weir.streams.rollup.Expression.ColumnOf;
import dev.weir.streams.rollup.Expression.Comparison;
import dev.weir.streams.rollup.Expression.LongLiteral;
import dev.weir.streams.rollup.RollupOracle.Event;
import dev.weir.streams.rollup.RollupOracle.Row;
import dev.weir.streams.rollup.RollupSpec.Aggregate;
import dev.weir.streams.rollup.RollupSpec.Function;
import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollupStateTest {

    private static final long DISORDER = 2_000;
    private static final FieldType.Struct FIELDS = new FieldType.Struct(List.of(
            new Field("id", Scalar.STRING, false, null),
            new Field("number", Scalar.INT32, true, null),
            new Field("large", Scalar.INT64, false, null),
            new Field("reading", Scalar.FLOAT64, true, null),
            new Field("text", Scalar.STRING, true, null)));
    private static final List<String> COLUMNS = List.of("id", "number", "large", "reading", "text");

    /** The places of aggregates that are differences of large numbers. */
    private static final List<Integer> SPREADS = List.of(13, 14);

    private static final Expression NUMBER = new ColumnOf("number");
    private static final Expression LARGE = new ColumnOf("large");
    private static final Expression READING = new ColumnOf("reading");
    private static final Expression TEXT = new ColumnOf("text");

    private static Aggregate of(Function function, @Nullable Expression argument) {
        return new Aggregate(function, argument, null);
    }

    private static RollupSpec spec(Windows windows, long correct, List<String> groups) {
        Expression positive = new Comparison(Expression.Comparator.GREATER, NUMBER, new LongLiteral(0));
        Expression filter = new Expression.Or(positive, new Expression.IsNull(READING));
        Expression computed = new Arithmetic(
                Expression.Operator.MINUS,
                new Arithmetic(Expression.Operator.TIMES, LARGE, new LongLiteral(2)),
                new Arithmetic(Expression.Operator.DIVIDE, NUMBER, new LongLiteral(2)));
        Expression notThree = new Comparison(Expression.Comparator.NOT_EQUAL, NUMBER, new LongLiteral(3));
        Expression where = new Expression.Or(new Expression.IsNull(NUMBER), notThree);
        return new RollupSpec(
                "readings",
                windows,
                groups,
                where,
                List.of(
                        of(Function.COUNT, null),
                        of(Function.COUNT, READING),
                        of(Function.SUM, NUMBER),
                        of(Function.AVG, NUMBER),
                        of(Function.SUM, LARGE),
                        of(Function.MIN, READING),
                        of(Function.MAX, READING),
                        of(Function.AVG, READING),
                        of(Function.FIRST_VALUE, LARGE),
                        of(Function.LAST_VALUE, READING),
                        of(Function.MIN, TEXT),
                        of(Function.LAST_VALUE, TEXT),
                        of(Function.FIRST_VALUE, TEXT),
                        of(Function.STDDEV_POP, READING),
                        of(Function.VAR_SAMP, READING),
                        new Aggregate(Function.SUM, READING, filter),
                        of(Function.MAX, computed)),
                correct);
    }

    private static Windows windows(Shape shape, Random random) {
        long step = List.of(1_000L, 700L, 5_000L).get(random.nextInt(3));
        long size = shape == Shape.TUMBLE ? step : step * (2 + random.nextInt(3));
        return new Windows(shape, size, step, random.nextInt(3) * 130L);
    }

    /** Groups come and go; time begins before 1970 and now and then leaps. */
    private static List<Event> log(Random random, int events) {
        List<Event> log = new ArrayList<>();
        long now = -20_000;
        for (int i = 0; i < events; i++) {
            now += random.nextInt(500) == 0 ? 30_000 : random.nextInt(20);
            boolean old = random.nextInt(6) == 0;
            long time = now - random.nextInt(old ? 40_000 : 2_000);
            log.add(new Event(
                    "s" + (i / 100 + random.nextInt(10)),
                    time,
                    random.nextInt(5) == 0 ? null : random.nextInt(8) == 0 ? 2_000_000_000 : random.nextInt(9) - 4,
                    random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(1000),
                    random.nextInt(5) == 0 ? null : random.nextGaussian() * 1000 + 20_000,
                    random.nextInt(4) == 0 ? null : "é".repeat(random.nextInt(9)) + random.nextInt(50)));
        }
        return log;
    }

    private static final class TestingLender implements GroupLender {
        final KeyTable table = new KeyTable(0);

        TestingLender() {
            findOrAdd(new byte[] {'?'});
        }

        @Override
        public KeyTable table() {
            return table;
        }

        @Override
        public int findOrAdd(byte[] key) {
            int group = table.find(key, 0, key.length);
            return group == KeyTable.ABSENT ? table.add(key, 0, key.length) : group;
        }
    }

    private static final class Reader {
        final Rollup rollup;
        RollupState state;
        final List<RowData> out = new ArrayList<>();
        final RollupOracle oracle;
        private final WindowRows windows;
        private final Map<String, byte[]> kept = new HashMap<>();
        private @Nullable TestingLender lender;
        private long newest = Long.MIN_VALUE;

        Reader(RollupSpec spec) {
            rollup = Rollup.of(spec, FIELDS, COLUMNS);
            lender = spec.groups().equals(List.of("id")) ? new TestingLender() : null;
            state = new RollupState(rollup, 3, lender);
            windows = new WindowRows(spec, FIELDS);
            oracle = new RollupOracle(spec);
        }

        private void emitted(RowData row) {
            if (!state.corrects()) {
                out.add(row);
                return;
            }
            WindowCell cell = WindowCell.of(row);
            String key = cell.end() + " " + new String(cell.group(), StandardCharsets.ISO_8859_1);
            byte[] next = windows.next(cell.corrects() ? kept.get(key) : null, cell.cell());
            assertThat(kept.put(key, next) != null && !cell.corrects())
                    .as("closed twice: " + key)
                    .isFalse();
            out.add(windows.row(cell.group(), cell.end(), next));
        }

        private long watermark() {
            return newest == Long.MIN_VALUE ? Long.MIN_VALUE : newest - DISORDER - 1;
        }

        /** As the source does it. */
        void read(List<Event> events) {
            Columns batch = columns(events);
            long[] times = events.stream().mapToLong(Event::time).toArray();
            int[] groups = groups(events);
            int[] rows = new int[events.size()];
            int count = 0;
            long boundary = state.nextBoundary();
            for (int row = 0; row < rows.length; row++) {
                boolean late = times[row] <= watermark();
                if (!late || rollup.spec().correctMillis() > 0) {
                    rows[count++] = row;
                    oracle.read(events.get(row), late, watermark());
                }
                if (late && rollup.spec().correctMillis() > 0) {
                    state.expectCorrection(watermark());
                    boundary = state.nextBoundary();
                }
                newest = Math.max(newest, times[row]);
                oracle.watermark(watermark());
                if (watermark() >= boundary) {
                    state.add(batch, rows, count, times, groups);
                    count = 0;
                    state.advance(watermark(), this::emitted);
                    boundary = state.nextBoundary();
                }
            }
            state.add(batch, rows, count, times, groups);
        }

        /** Numbered by a lender, who forgets some now and then. */
        private int @Nullable [] groups(List<Event> events) {
            if (lender == null) {
                return null;
            }
            if (events.size() % 5 == 0) {
                BitSet held = new BitSet();
                state.hold(held);
                state.renumber(lender.table.retain(held::get));
            }
            return events.stream()
                    .mapToInt(event -> lender.findOrAdd(event.id().getBytes(StandardCharsets.UTF_8)))
                    .toArray();
        }

        void restart() {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(state.writtenBytes()));
            state.write(bytes);
            assertThat(bytes.hasRemaining()).isFalse();
            // With a lender or without one, whatever it was before; and a new one has other numbers.
            boolean isLent = rollup.spec().groups().equals(List.of("id")) && bytes.position() % 3 != 0;
            lender = isLent ? new TestingLender() : null;
            state = RollupState.read(rollup, 3, bytes.flip(), lender);
            assertThat(bytes.hasRemaining()).isFalse();
        }

        void end() {
            oracle.watermark(Long.MAX_VALUE / 8);
            state.advance(Long.MAX_VALUE / 8, this::emitted);
        }
    }

    private static Columns columns(List<Event> events) {
        Columns batch = new Columns(FIELDS.fields(), 1);
        for (Event event : events) {
            batch.reserve();
            int row = batch.rows();
            text(batch, 0, row, event.id());
            if (event.number() == null) {
                batch.column(1).setNull(row);
            } else {
                batch.column(1).setLong(row, event.number());
            }
            batch.column(2).setLong(row, event.large());
            if (event.reading() == null) {
                batch.column(3).setNull(row);
            } else {
                batch.column(3).setDouble(row, event.reading());
            }
            text(batch, 4, row, event.text());
            batch.endRow();
        }
        return batch;
    }

    private static void text(Columns batch, int column, int row, @Nullable String text) {
        if (text == null) {
            batch.column(column).setNull(row);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            batch.column(column).setBytes(row, bytes, 0, bytes.length);
        }
    }

    private static void assertSame(List<RowData> found, List<Row> expected, String seed) {
        Comparator<Row> order =
                Comparator.comparingLong(Row::end).thenComparing(Row::id).thenComparingLong(Row::revision);
        List<Row> rows = found.stream().map(RollupStateTest::row).sorted(order).toList();
        List<Row> wanted = expected.stream().sorted(order).toList();
        assertThat(rows.stream().map(RollupStateTest::identity))
                .as(seed)
                .isEqualTo(wanted.stream().map(RollupStateTest::identity).toList());
        for (int at = 0; at < rows.size(); at++) {
            for (int aggregate = 0; aggregate < wanted.get(at).aggregates().size(); aggregate++) {
                Object one = rows.get(at).aggregates().get(aggregate);
                Object other = wanted.get(at).aggregates().get(aggregate);
                String where = seed + " " + identity(rows.get(at)) + " a" + aggregate;
                if (one instanceof Double value && other instanceof Double exact) {
                    assertThat(value)
                            .as(where)
                            .isCloseTo(
                                    exact,
                                    within((SPREADS.contains(aggregate) ? 1e-9 : 1e-12)
                                            * Math.max(1, Math.abs(exact))));
                } else {
                    assertThat(one).as(where).isEqualTo(other);
                }
            }
        }
    }

    private static String identity(Row row) {
        return row.id() + " " + row.start() + " " + row.end() + " " + row.revision();
    }

    private static Row row(RowData data) {
        GenericRowData row = (GenericRowData) data;
        int last = row.getArity() - 1;
        List<@Nullable Object> aggregates = new ArrayList<>();
        for (int at = 4; at < last; at++) {
            Object value = row.getField(at);
            aggregates.add(value instanceof StringData text ? text.toString() : value);
        }
        return new Row(
                row.getString(0).toString(),
                row.getTimestamp(1, 3).getMillisecond(),
                row.getTimestamp(2, 3).getMillisecond(),
                row.getLong(last),
                aggregates);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyWindowAndCorrectionIsTheOracles(Shape shape) {
        for (int seed = 0; seed < 24; seed++) {
            Random random = new Random(seed);
            long correct =
                    seed % 2 == 0 ? 0 : List.of(3_500L, 20_000L, 100_000L).get(random.nextInt(3));
            RollupSpec spec = spec(windows(shape, random), correct, List.of("id"));
            List<Event> log = log(random, 4_000);
            Reader reader = new Reader(spec);
            for (int from = 0; from < log.size(); ) {
                int to = Math.min(log.size(), from + 1 + random.nextInt(random.nextInt(3) == 0 ? 3_000 : 50));
                reader.read(log.subList(from, to));
                from = to;
                if (random.nextInt(4) == 0) {
                    reader.restart();
                }
            }
            reader.end();

            assertSame(reader.out, reader.oracle.rows(), shape + ", seed " + seed);
            assertThat(reader.state.beyondHorizon()).isEqualTo(reader.oracle.beyond);
            assertThat(reader.out).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void rowsAndTheirOrderDoNotDependOnBatchesOrRestarts(Shape shape) {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            RollupSpec spec = spec(windows(shape, random), 20_000, List.of("id"));
            List<Event> log = log(random, 3_000);
            Reader whole = new Reader(spec);
            whole.read(log);
            whole.end();
            Reader cut = new Reader(spec);
            for (int from = 0; from < log.size(); ) {
                int to = Math.min(log.size(), from + 1 + random.nextInt(40));
                cut.read(log.subList(from, to));
                cut.restart();
                from = to;
            }
            cut.end();

            assertThat(cut.out).as(shape + ", seed " + seed).isEqualTo(whole.out);
        }
    }

    @Test
    void groupsThatAreInNoKeptWindowAreForgotten() {
        RollupSpec spec = spec(new Windows(Shape.TUMBLE, 1_000, 1_000, 0), 0, List.of("id"));
        Reader reader = new Reader(spec);
        for (int i = 0; i < 20_000; i += 1_000) {
            List<Event> events = new ArrayList<>();
            for (int j = i; j < i + 1_000; j++) {
                events.add(new Event("s" + j, j * 20L, 1, 1, 1.0, "x"));
            }
            reader.read(events);
        }

        assertThat(reader.state.groups()).isLessThan(3_000);
    }

    @Test
    void rollUpThatIsNewInAPartitionEmitsNoWindowThatBeganBefore() {
        RollupSpec spec = spec(new Windows(Shape.HOP, 2_000, 1_000, 0), 5_000, List.of("id"));
        Rollup rollup = Rollup.of(spec, FIELDS, COLUMNS);
        RollupState state = RollupState.after(1_500, rollup, 3, null);
        ByteBuffer bytes = ByteBuffer.allocate((int) state.writtenBytes());
        state.write(bytes);
        state = RollupState.read(rollup, 3, bytes.flip(), null);
        List<Event> events = List.of(
                new Event("a", 1_700, 1, 5, null, null),
                new Event("a", 2_100, 1, 6, null, null),
                new Event("a", 3_100, 1, 6, null, null),
                new Event("a", 1_600, 1, 6, null, null));

        state.add(columns(events), new int[] {0, 1, 2}, 3, new long[] {1_700, 2_100, 3_100, 1_600}, null);
        List<Long> begins = new ArrayList<>();
        state.advance(4_999, row -> begins.add(WindowCell.of(row).end() - 2_000));
        state.expectCorrection(4_999);
        state.add(columns(events), new int[] {3}, 1, new long[] {1_700, 2_100, 3_100, 1_600}, null);
        state.advance(5_000, row -> begins.add(WindowCell.of(row).end() - 2_000));

        assertThat(begins).containsExactly(2_000L, 3_000L);
    }

    @Test
    void nullAndEmptyTextAreTwoGroups() {
        RollupSpec spec = spec(new Windows(Shape.TUMBLE, 1_000, 1_000, 0), 0, List.of("text", "number"));
        RollupState state = new RollupState(Rollup.of(spec, FIELDS, COLUMNS), 3, null);
        List<Event> events = List.of(
                new Event("a", 1, 1, 5, null, null),
                new Event("a", 2, 1, 6, null, ""),
                new Event("a", 3, null, 7, null, ""),
                new Event("a", 4, null, 8, null, ""));

        state.add(columns(events), new int[] {0, 1, 2, 3}, 4, new long[] {1, 2, 3, 4}, null);
        List<String> groups = new ArrayList<>();
        state.advance(
                999,
                row -> groups.add(((GenericRowData) row).getField(0) + "," + ((GenericRowData) row).getField(1) + ","
                        + row.getLong(5)));

        assertThat(groups).containsExactly("null,1,1", ",1,1", ",null,2");
    }

    @Test
    void anEventOfAClosedWindowIsRefusedWithoutCorrection() {
        RollupSpec spec = spec(new Windows(Shape.TUMBLE, 1_000, 1_000, 0), 0, List.of("id"));
        RollupState state = new RollupState(Rollup.of(spec, FIELDS, COLUMNS), 3, null);
        state.advance(999, row -> {});
        Columns batch = columns(List.of(new Event("a", 5, 1, 5, null, null)));

        assertThatThrownBy(() -> state.add(batch, new int[] {0}, 1, new long[] {5}, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("doesn't correct");
    }

    @Test
    void aStateOfAnotherSpecIsRefused() {
        Windows windows = new Windows(Shape.TUMBLE, 1_000, 1_000, 0);
        RollupState state = new RollupState(Rollup.of(spec(windows, 0, List.of("id")), FIELDS, COLUMNS), 3, null);
        Rollup other = Rollup.of(spec(windows, 5_000, List.of("id")), FIELDS, COLUMNS);
        ByteBuffer bytes = ByteBuffer.allocate((int) state.writtenBytes());
        state.write(bytes);
        bytes.flip();

        assertThat(RollupState.fits(other, bytes)).isFalse();
        assertThatThrownBy(() -> RollupState.read(other, 3, bytes, null)).hasMessageContaining("begin it anew");
    }

    @Test
    void aMillionEqualReadingsAreSummedExactly() {
        RollupSpec spec = new RollupSpec(
                "sum",
                new Windows(Shape.TUMBLE, 1_000, 1_000, 0),
                List.of("id"),
                null,
                List.of(of(Function.SUM, READING)),
                0);
        RollupState state = new RollupState(Rollup.of(spec, FIELDS, COLUMNS), 3, null);
        Columns batch = columns(List.of(new Event("a", 5, 1, 5, 0.1, null)));
        state.add(batch, new int[1_000_000], 1_000_000, new long[] {5}, null);
        List<RowData> out = new ArrayList<>();
        state.advance(999, out::add);

        assertThat(out.get(0).getDouble(4)).isCloseTo(100_000, within(1e-7));
    }

    @Test
    void whatCannotBeComputedIsRefusedInASentence() {
        assertRefused(of(Function.SUM, TEXT), "A roll-up doesn't compute SUM of type STRING");
        assertRefused(of(Function.STDDEV_POP, NUMBER), "CAST(… AS DOUBLE)");
        assertRefused(
                of(Function.MAX, new Arithmetic(Expression.Operator.DIVIDE, LARGE, NUMBER)),
                "fails where the divisor is 0");
        assertRefused(of(Function.MAX, new ColumnOf("absent")), "no column 'absent'");
        assertRefused(new Aggregate(Function.COUNT, null, NUMBER), "FILTER needs a condition");
    }

    private static void assertRefused(Aggregate aggregate, String why) {
        RollupSpec spec = new RollupSpec(
                "refused", new Windows(Shape.TUMBLE, 1_000, 1_000, 0), List.of("id"), null, List.of(aggregate), 0);
        assertThatThrownBy(() -> Rollup.of(spec, FIELDS, COLUMNS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
