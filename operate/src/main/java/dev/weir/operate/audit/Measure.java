package dev.weir.operate.audit;

import dev.weir.contract.rule.RuleSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes from the columns of a row or an event what an account counts of it. */
final class Measure {

    /**
     * What counts.
     *
     * @param group the values that it is compared by
     */
    record Measured(Group group, BigDecimal amount) {}

    private final RuleSet where;
    private final @Nullable String sum;
    private final List<String> columns;
    private final @Nullable String time;
    private final long windowMillis;

    private Measure(Account.Side side, List<String> columns, @Nullable String time, long windowMillis) {
        where = side.where() == null
                ? RuleSet.none()
                : RuleSet.compile(side.of().schema().fields(), List.of(side.where()));
        sum = side.sum();
        this.columns = columns;
        this.time = time;
        this.windowMillis = windowMillis;
    }

    static Measure ofEvents(Account account) {
        List<String> columns = account.by().stream().map(Account.By::event).toList();
        Account.Window window = account.window();
        if (window == null) {
            return new Measure(account.events(), columns, null, 1);
        }
        var time = Objects.requireNonNull(account.events().of().time());
        return new Measure(
                account.events(), columns, time.field(), window.size().toMillis());
    }

    static Measure ofRows(Account account) {
        List<String> columns = account.by().stream().map(Account.By::row).toList();
        Account.Window window = account.window();
        return new Measure(account.rows(), columns, window == null ? null : window.column(), 1);
    }

    /** Null if the account doesn't count it. */
    @Nullable
    Measured of(Map<String, @Nullable Object> row) {
        if (where.firstViolated(row::get).isPresent()) {
            return null;
        }
        List<String> values = new ArrayList<>(columns.size());
        for (String column : columns) {
            values.add(text(row.get(column)));
        }
        Object instant = time == null ? null : row.get(time);
        Long start = instant == null ? null : Math.floorDiv(millis(instant), windowMillis) * windowMillis;
        return new Measured(new Group(values, start), sum == null ? BigDecimal.ONE : number(row.get(sum)));
    }

    private static BigDecimal number(@Nullable Object value) {
        if (value == null) {
            return BigDecimal.ZERO;
        }
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue());
    }

    /** The same for the same value, whichever type of its kind a column has. */
    private static String text(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().toPlainString();
        }
        return value instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC).toString()
                : String.valueOf(value);
    }

    static long millis(Object time) {
        if (time instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        return time instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
                : (Long) time;
    }
}
