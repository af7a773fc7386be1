package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.Identity;
import dev.weir.contract.MqttMapping;
import dev.weir.contract.StreamContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One object for many events, whose times are a period apart, whose sequence counts upwards and whose samples are arrays
 * of plain values. Immutable.
 */
final class Burst {

    private static final BigDecimal LONGEST_PERIOD = BigDecimal.valueOf(24 * 60 * 60 * 1_000L);
    private static final int NANOS_OF_MILLI = 6;

    private final JsonStructReader reader;
    private final FieldType timeType;
    private final String timeName;
    private final String sequenceName;
    private final boolean smallSequence;
    private final int time;
    /** -1 if the contract has none. */
    private final int sequence;

    private final int[] columns;
    /** Of all that differs from one sample to the next: time, sequence, columns. */
    private final int[] positions;

    /** @param contract with a time */
    Burst(StreamContract contract, List<String> samples, JsonStructReader reader) {
        this.reader = reader;
        Struct struct = contract.schema().fields();
        StructNames names = new StructNames(struct);
        timeName = Objects.requireNonNull(contract.time()).field();
        time = names.position(timeName);
        timeType = struct.fields().get(time).type();
        sequenceName = contract.identity() instanceof Identity.BySequence bySequence ? bySequence.sequence() : "";
        sequence = names.position(sequenceName);
        smallSequence = sequence >= 0 && struct.fields().get(sequence).type() == Scalar.INT32;
        columns = samples.stream().mapToInt(names::position).toArray();
        int before = sequence < 0 ? 1 : 2;
        positions = new int[before + columns.length];
        positions[0] = time;
        if (sequence >= 0) {
            positions[1] = sequence;
        }
        System.arraycopy(columns, 0, positions, before, columns.length);
    }

    /** For an object that may be a burst. */
    Samples begin(int mostEvents) {
        return new Samples(mostEvents);
    }

    /** The members of one object that only bursts have. Not thread-safe. */
    final class Samples {

        private final int mostEvents;
        private @Nullable List<@Nullable Object[]> rows;
        private @Nullable Long periodNanos;

        private Samples(int mostEvents) {
            this.mostEvents = mostEvents;
        }

        /** @return false, and nothing is read, if bursts have no such member */
        boolean readMember(String name, JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
            boolean isRows = name.equals(MqttMapping.SAMPLES);
            if (!isRows && !name.equals(MqttMapping.PERIOD)) {
                return false;
            }
            path.enterField(name);
            if ((isRows ? rows : periodNanos) != null) {
                throw path.rejected(RejectCode.MALFORMED, "each field once", "it for the second time");
            }
            parser.nextToken();
            if (isRows) {
                rows = readRows(parser, path);
            } else {
                periodNanos = readPeriod(parser, path);
            }
            path.leave();
            return true;
        }

        /** Whether the object is a burst. */
        boolean there(FieldPath path) throws RecordRejectedException {
            if ((rows == null) != (periodNanos == null)) {
                path.enterField(rows == null ? MqttMapping.SAMPLES : MqttMapping.PERIOD);
                throw path.rejected(
                        RejectCode.MISSING_FIELD,
                        "both '" + MqttMapping.SAMPLES + "' and '" + MqttMapping.PERIOD + "', or neither",
                        "nothing");
            }
            return rows != null;
        }

        int[] positions() {
            return positions;
        }

        int size() {
            return Objects.requireNonNull(rows).size();
        }

        /** What all samples have in common, with the time and the sequence of the first. */
        StructValue complete(StructMembers members, FieldPath path) throws RecordRejectedException {
            for (int column : columns) {
                if (members.has(column)) {
                    throw path.rejected(
                            RejectCode.MALFORMED, "columns of samples only within them", "one of them beside, too");
                }
                members.put(column, null);
            }
            StructValue first = reader.complete(members, path);
            checkThere(first.at(time), timeName);
            if (sequence >= 0) {
                checkThere(first.at(sequence), sequenceName);
            }
            return first;
        }

        private void checkThere(@Nullable Object value, String name) throws RecordRejectedException {
            if (value == null) {
                throw new RecordRejectedException(RejectCode.MISSING_FIELD, name, "that of the first sample", "null");
            }
        }

        /** The values of a sample at {@link #positions}. */
        @Nullable
        Object[] at(int sample, StructValue first) throws RecordRejectedException {
            @Nullable Object[] row = Objects.requireNonNull(rows).get(sample);
            @Nullable Object[] values = new Object[positions.length];
            System.arraycopy(row, 0, values, positions.length - row.length, row.length);
            long nanos = sample * Objects.requireNonNull(periodNanos);
            values[0] = later(Objects.requireNonNull(first.at(time)), nanos);
            if (sequence >= 0) {
                values[1] = next((Number) Objects.requireNonNull(first.at(sequence)), sample);
            }
            return values;
        }

        private List<@Nullable Object[]> readRows(JsonParser parser, FieldPath path)
                throws IOException, RecordRejectedException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw path.rejected(RejectCode.WRONG_TYPE, "an array", JsonFound.kind(parser.currentToken()));
            }
            List<@Nullable Object[]> read = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonMessages.checkRoom(read.size() < mostEvents, mostEvents);
                path.enterElement(read.size());
                read.add(columns.length == 1 ? readSingle(parser, path) : readRow(parser, path));
                path.leave();
            }
            if (read.isEmpty()) {
                throw path.rejected(RejectCode.OUT_OF_RANGE, "at least one sample", "none");
            }
            return read;
        }

        private @Nullable Object[] readSingle(JsonParser parser, FieldPath path)
                throws IOException, RecordRejectedException {
            return new @Nullable Object[] {reader.readValue(columns[0], parser, path)};
        }

        private @Nullable Object[] readRow(JsonParser parser, FieldPath path)
                throws IOException, RecordRejectedException {
            String expected = "an array of " + columns.length + " values";
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw path.rejected(RejectCode.WRONG_TYPE, expected, JsonFound.kind(parser.currentToken()));
            }
            @Nullable Object[] row = new Object[columns.length];
            int filled = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (filled == row.length) {
                    throw path.rejected(RejectCode.WRONG_TYPE, expected, "more");
                }
                path.enterElement(filled);
                row[filled] = reader.readValue(columns[filled], parser, path);
                path.leave();
                filled++;
            }
            if (filled < row.length) {
                throw path.rejected(RejectCode.WRONG_TYPE, expected, filled + " values");
            }
            return row;
        }
    }

    private static long readPeriod(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        String expected = "a number of milliseconds from 0 to a day, to nanoseconds";
        if (!parser.currentToken().isNumeric()) {
            throw path.rejected(RejectCode.WRONG_TYPE, expected, JsonFound.kind(parser.currentToken()));
        }
        BigDecimal millis = parser.getDecimalValue();
        boolean inRange = millis.signum() >= 0 && millis.compareTo(LONGEST_PERIOD) <= 0;
        // The scale is bounded before anything is computed, as the text may have any exponent.
        if (!inRange || (millis.signum() > 0 && millis.stripTrailingZeros().scale() > NANOS_OF_MILLI)) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, expected, "another number");
        }
        return millis.signum() == 0 ? 0 : millis.movePointRight(NANOS_OF_MILLI).longValueExact();
    }

    private Object later(Object base, long nanos) throws RecordRejectedException {
        try {
            if (base instanceof Instant instant) {
                return instant.plusNanos(nanos).truncatedTo(unit(((FieldType.Timestamp) timeType).precision()));
            }
            if (base instanceof LocalDateTime local) {
                return local.plusNanos(nanos).truncatedTo(unit(((FieldType.LocalTimestamp) timeType).precision()));
            }
            return Math.addExact((Long) base, nanos / 1_000_000);
        } catch (DateTimeException | ArithmeticException e) {
            throw outOfRange(timeName, timeType);
        }
    }

    private static ChronoUnit unit(int precision) {
        return switch (precision) {
            case 3 -> ChronoUnit.MILLIS;
            case 6 -> ChronoUnit.MICROS;
            default -> ChronoUnit.NANOS;
        };
    }

    private Object next(Number first, int sample) throws RecordRejectedException {
        try {
            return smallSequence
                    ? (Object) Math.addExact(first.intValue(), sample)
                    : (Object) Math.addExact(first.longValue(), (long) sample);
        } catch (ArithmeticException e) {
            throw outOfRange(sequenceName, smallSequence ? Scalar.INT32 : Scalar.INT64);
        }
    }

    private static RecordRejectedException outOfRange(String field, FieldType type) {
        return new RecordRejectedException(
                RejectCode.OUT_OF_RANGE, field, TypeName.of(type), "a number beyond its range at a later sample");
    }
}
