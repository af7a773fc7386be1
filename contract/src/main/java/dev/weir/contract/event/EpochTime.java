package dev.weir.contract.event;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.time.Instant;
import java.time.LocalDate;

/** Times as Avro's counts from 1970-01-01T00:00:00Z. */
final class EpochTime {

    private EpochTime() {}

    /** @param precision 3, 6 or 9 digits of a second */
    static long of(Instant instant, int precision, FieldType type, FieldPath path) throws RecordRejectedException {
        try {
            if (precision == 3) {
                return instant.toEpochMilli();
            }
            int perSecond = precision == 6 ? 1_000_000 : 1_000_000_000;
            long second = instant.getEpochSecond();
            long fraction = instant.getNano() / (1_000_000_000 / perSecond);
            // From the next second back, so that the first moments of the range don't overflow on the way.
            return second < 0
                    ? Math.addExact(Math.multiplyExact(second + 1, perSecond), fraction - perSecond)
                    : Math.addExact(Math.multiplyExact(second, perSecond), fraction);
        } catch (ArithmeticException e) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(type), "a time beyond its range");
        }
    }

    static Instant instant(long count, int precision) {
        int perSecond = switch (precision) {
            case 3 -> 1_000;
            case 6 -> 1_000_000;
            default -> 1_000_000_000;
        };
        return Instant.ofEpochSecond(
                Math.floorDiv(count, (long) perSecond),
                Math.floorMod(count, (long) perSecond) * (1_000_000_000L / perSecond));
    }

    static int day(LocalDate date, FieldPath path) throws RecordRejectedException {
        long day = date.toEpochDay();
        if (day != (int) day) {
            throw path.rejected(RejectCode.OUT_OF_RANGE, TypeName.of(Scalar.DATE), "a date beyond its range");
        }
        return (int) day;
    }
}
