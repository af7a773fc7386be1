package dev.weir.cli.publish;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Counts what was read of a file, in bytes or, where its reader tells, in rows, and says how far that is. */
public final class FileProgress extends FilterInputStream {

    private static final int BAR = 20;

    private final long total;
    private final long begin = System.nanoTime();
    private long read;

    /** @param total bytes of the file, or its rows; 0 if that isn't known */
    public FileProgress(InputStream file, long total) {
        super(file);
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        read += next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        read += Math.max(0, count);
        return count;
    }

    /** So many rows of a file were read by other means than this stream. */
    void passed(long rows) {
        read += rows;
    }

    /** One line: how much of the file, how many rows, how fast and how long it will take still. */
    public String line(Publisher.Progress progress) {
        return line(progress, (System.nanoTime() - begin) / 1e9);
    }

    String line(Publisher.Progress progress, double seconds) {
        String rows = String.format(
                Locale.ROOT,
                "%,d stored, %,d refused%s, %,.0f/s",
                progress.stored(),
                progress.refused(),
                progress.unknown() == 0 ? "" : ", " + progress.unknown() + " unknown",
                progress.rows() / Math.max(0.001, seconds));
        if (total == 0 || read == 0) {
            return rows;
        }
        double done = Math.min(1, (double) read / total);
        int filled = (int) (done * BAR);
        long left = Math.round(seconds / done - seconds);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s, %d:%02d left",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                done * 100,
                rows,
                left / 60,
                left % 60);
    }
}
