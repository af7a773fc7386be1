package dev.weir.streams.rollup;

import dev.weir.streams.rollup.RollupSpec.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The roll-up of {@link RollupStateTest}, with a list of events for each window and group and exact sums. */
final class RollupOracle {

    record Event(
            String id,
            long time,
            @Nullable Integer number,
            long large,
            @Nullable Double reading,
            @Nullable String text) {}

    record Key(long end, String id) {}

    record Row(String id, long start, long end, long revision, List<@Nullable Object> aggregates) {}

    private final RollupSpec spec;
    private final long step;
    private final Map<Key, List<Event>> windows = new LinkedHashMap<>();
    private final Map<Key, Long> revisions = new HashMap<>();
    private final TreeSet<Key> dirty =
            new TreeSet<>(Comparator.comparingLong(Key::end).thenComparing(Key::id));
    private final List<Row> rows = new ArrayList<>();
    private long closed = Long.MIN_VALUE / 2;
    private long due = Long.MAX_VALUE;
    long beyond;

    RollupOracle(RollupSpec spec) {
        this.spec = spec;
        step = spec.windows().shape() == Shape.TUMBLE
                ? spec.windows().sizeMillis()
                : spec.windows().stepMillis();
    }

    List<Row> rows() {
        return rows;
    }

    private long start(long end) {
        long size = spec.windows().sizeMillis();
        if (spec.windows().shape() != Shape.CUMULATE) {
            return end - size;
        }
        return end - 1 - Math.floorMod(end - 1 - spec.windows().offsetMillis(), size);
    }

    void read(Event event, boolean late, long watermark) {
        if (late) {
            due = Math.min(due, Math.floorDiv(watermark, 1000L) * 1000 + 1000);
        }
        if (Objects.equals(event.number(), 3)) {
            return;
        }
        boolean added = false;
        long time = event.time();
        long first = time - Math.floorMod(time - spec.windows().offsetMillis(), step) + step;
        for (long end = first; end <= first + spec.windows().sizeMillis(); end += step) {
            if (start(end) <= time && time < end && end + spec.correctMillis() > closed) {
                added = true;
                Key key = new Key(end, event.id());
                windows.computeIfAbsent(key, unused -> new ArrayList<>()).add(event);
                if (end <= closed) {
                    dirty.add(key);
                }
            }
        }
        beyond += added ? 0 : 1;
    }

    void watermark(long watermark) {
        long passed =
                watermark + 1 - Math.floorMod(watermark + 1 - spec.windows().offsetMillis(), step);
        if (watermark < due && passed <= closed) {
            return;
        }
        due = Long.MAX_VALUE;
        dirty.forEach(this::emit);
        dirty.clear();
        windows.keySet().stream()
                .filter(key -> key.end() > closed && key.end() <= passed)
                .sorted(Comparator.comparingLong(Key::end))
                .forEach(this::emit);
        closed = passed;
    }

    private void emit(Key key) {
        long revision = revisions.merge(key, 1L, Long::sum);
        rows.add(new Row(key.id(), start(key.end()), key.end(), revision, aggregates(windows.get(key))));
    }

    private static List<@Nullable Object> aggregates(List<Event> events) {
        List<Integer> numbers =
                events.stream().map(Event::number).filter(Objects::nonNull).toList();
        List<Double> readings =
                events.stream().map(Event::reading).filter(Objects::nonNull).toList();
        List<String> texts =
                events.stream().map(Event::text).filter(Objects::nonNull).toList();
        List<Double> filtered = events.stream()
                .filter(event -> event.reading() == null || event.number() != null && event.number() > 0)
                .map(Event::reading)
                .filter(Objects::nonNull)
                .toList();
        List<@Nullable Object> all = new ArrayList<>();
        all.add((long) events.size());
        all.add((long) readings.size());
        int sum = numbers.stream().mapToInt(number -> number).sum();
        long exact = numbers.stream().mapToLong(number -> number).sum();
        all.add(numbers.isEmpty() ? null : sum);
        all.add(numbers.isEmpty() ? null : (int) (exact / numbers.size()));
        all.add(events.stream().mapToLong(Event::large).sum());
        all.add(readings.stream().min(Double::compare).orElse(null));
        all.add(readings.stream().max(Double::compare).orElse(null));
        all.add(readings.isEmpty() ? null : sum(readings) / readings.size());
        all.add(events.get(0).large());
        all.add(readings.isEmpty() ? null : readings.get(readings.size() - 1));
        all.add(texts.stream().min(Comparator.naturalOrder()).orElse(null));
        all.add(texts.isEmpty() ? null : texts.get(texts.size() - 1));
        all.add(texts.isEmpty() ? null : texts.get(0));
        all.add(readings.isEmpty() ? null : Math.sqrt(squares(readings) / readings.size()));
        all.add(readings.size() < 2 ? null : squares(readings) / (readings.size() - 1));
        all.add(filtered.isEmpty() ? null : sum(filtered));
        List<Long> computed = events.stream()
                .filter(event -> event.number() != null)
                .map(event -> event.large() * 2 - event.number() / 2)
                .toList();
        all.add(computed.stream().max(Long::compare).orElse(null));
        return all;
    }

    private static double sum(List<Double> values) {
        return values.stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
    }

    private static double squares(List<Double> values) {
        double mean = sum(values) / values.size();
        return sum(values.stream().map(value -> (value - mean) * (value - mean)).toList());
    }
}
