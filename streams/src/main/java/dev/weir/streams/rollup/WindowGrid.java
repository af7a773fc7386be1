package dev.weir.streams.rollup;

import dev.weir.streams.rollup.RollupSpec.Shape;
import dev.weir.streams.rollup.RollupSpec.Windows;

/** Where windows begin and end. Each end belongs to one window, and each window is one or more slices of one step. */
final class WindowGrid {

    /** Beyond every event time; ends of windows around it don't overflow. */
    private static final long END_OF_TIME = Long.MAX_VALUE / 4;

    private final Shape shape;
    private final long size;
    private final long step;
    private final long offset;

    WindowGrid(Windows windows) {
        shape = windows.shape();
        size = windows.sizeMillis();
        step = shape == Shape.TUMBLE ? size : windows.stepMillis();
        offset = windows.offsetMillis();
        if (step <= 0 || size <= 0 || size % step != 0) {
            throw new IllegalArgumentException(
                    "A window's step must divide its size, but " + step + " ms doesn't divide " + size + " ms");
        }
    }

    boolean merges() {
        return step != size;
    }

    long step() {
        return step;
    }

    long sliceStart(long time) {
        return floor(time, step);
    }

    private long floor(long time, long unit) {
        return time - Math.floorMod(time - offset, unit);
    }

    /** The begin of the window that ends there. */
    long windowStart(long end) {
        return shape == Shape.CUMULATE ? floor(end - 1, size) : end - size;
    }

    /** The end of the last window that a slice is in; the first is the slice's own. */
    long lastEnd(long sliceStart) {
        return shape == Shape.CUMULATE ? floor(sliceStart, size) + size : sliceStart + size;
    }

    /** The newest end that a watermark has passed. */
    long newestEnd(long watermark) {
        return floor(Math.max(-END_OF_TIME, Math.min(END_OF_TIME, watermark)) + 1, step);
    }
}
