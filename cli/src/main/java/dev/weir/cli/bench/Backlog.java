package dev.weir.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How many events a pipeline's committed results are behind what it reads, as a step goes on. It rises between two commits
 * and falls with each, so it is looked at where it is least. Not thread-safe.
 */
public final class Backlog {

    private record Point(double seconds, long records) {}

    private final double window;
    private final List<Point> points = new ArrayList<>();

    /** @param window some commits, in seconds */
    public Backlog(double window) {
        this.window = window;
    }

    public void add(double seconds, long records) {
        points.add(new Point(seconds, records));
    }

    /** The least in the window that begins then. */
    public long after(double seconds) {
        return least(seconds, seconds + window);
    }

    /** The least in the window that ends then. */
    public long before(double seconds) {
        return least(seconds - window, seconds);
    }

    private long least(double from, double to) {
        return points.stream()
                .filter(point -> point.seconds >= from && point.seconds <= to)
                .mapToLong(Point::records)
                .min()
                .orElse(points.isEmpty() ? 0 : points.get(points.size() - 1).records);
    }
}
