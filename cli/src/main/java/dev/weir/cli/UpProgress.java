package dev.weir.cli;

import dev.weir.stack.Progress;
import dev.weir.stack.ServerName;
import java.time.Duration;
import java.util.Locale;

/** Tells how the local servers start: one line a server, and how far a download has come. */
final class UpProgress implements Progress {

    private final Console console;
    private long expectedBytes;
    private long tenthsPrinted;

    UpProgress(Console console) {
        this.console = console;
    }

    @Override
    public void downloading(int files, long bytes) {
        expectedBytes = bytes;
        console.progress("Fetching " + files + " files from the Maven repository"
                + (bytes > 0 ? ", " + Amounts.bytes(bytes) : "") + " (only the first time)");
    }

    @Override
    public void downloaded(long bytes) {
        String line = "  " + Amounts.bytes(bytes) + (expectedBytes > 0 ? " of " + Amounts.bytes(expectedBytes) : "");
        console.status(line);
        long tenths = expectedBytes > 0 ? bytes * 10 / expectedBytes : 0;
        if (!console.terminal() && tenths > tenthsPrinted) {
            tenthsPrinted = tenths;
            console.progress(line);
        }
    }

    @Override
    public void downloadFinished(Duration took) {
        console.status("");
        console.progress("Fetched in " + Amounts.time(took));
    }

    @Override
    public void ready(ServerName server, Duration took) {
        console.progress(line(server, "ready in " + Amounts.time(took)));
    }

    @Override
    public void alreadyRunning(ServerName server) {
        console.progress(line(server, "runs already"));
    }

    private static String line(ServerName server, String state) {
        return String.format(Locale.ROOT, "  %-14s %s", server.label(), state);
    }
}
