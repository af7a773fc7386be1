package dev.weir.streams;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a reader waits for the schema registry, and since when. One thread says so, any may ask. */
public final class RegistryWait {

    private volatile @Nullable Long since;

    void begins() {
        if (since == null) {
            since = System.nanoTime();
        }
    }

    void ends() {
        since = null;
    }

    /** How long it has waited up to now; 0 if it doesn't wait. */
    public double seconds() {
        Long begin = since;
        return begin == null ? 0 : (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
