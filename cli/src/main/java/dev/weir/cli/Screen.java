package dev.weir.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole terminal for text that is shown again and again in the same place. What was on it before is there again
 * after it is closed, or the process is ended by Ctrl-C. Not thread-safe.
 */
final class Screen implements AutoCloseable {

    private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
    private static final String SCREEN_BEFORE = "\033[?25h\033[?1049l";
    private static final long LOOK_MILLIS = 50;

    private final InputStream keys;
    private final PrintStream terminal;
    private final @Nullable String settings;
    private final Thread restoring = new Thread(this::restore, "restore-terminal");
    private boolean restored;

    private Screen(InputStream keys, PrintStream terminal) throws InterruptedException {
        this.keys = keys;
        this.terminal = terminal;
        this.settings = stty("-g").orElse(null);
        Runtime.getRuntime().addShutdownHook(restoring);
        // Keys come one by one and aren't shown; Ctrl-C still ends the process.
        stty("-icanon", "-echo", "min", "0");
        terminal.print(OTHER_SCREEN);
        terminal.flush();
    }

    static Screen open() throws InterruptedException {
        return new Screen(System.in, System.out);
    }

    /** @param footer stands in the last line, after the time */
    void show(String text, String footer) throws InterruptedException {
        String[] size = stty("size").orElse("24 80").split(" ");
        String line = LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + footer;
        terminal.print(frame(text, line, Integer.parseInt(size[0]), Integer.parseInt(size[1])));
        terminal.flush();
    }

    /**
     * What writes a text over the one before it, without clearing first, which would flicker.
     *
     * @param footer stands in the last line
     */
    static String frame(String text, String footer, int rows, int columns) {
        List<String> lines = text.lines().toList();
        int fitting = Math.min(lines.size(), Math.max(0, rows - 2));
        StringBuilder frame = new StringBuilder("\033[H");
        for (String line : lines.subList(0, fitting)) {
            frame.append(clipped(line, columns)).append("\033[K\r\n");
        }
        String hidden = fitting == lines.size() ? "" : lines.size() - fitting + " lines more; ";
        return frame.append("\033[J\033[")
                .append(rows)
                .append(";1H")
                .append(clipped(hidden + footer, columns))
                .toString();
    }

    private static String clipped(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, Math.max(0, columns - 1)) + "…";
    }

    /** Waits so long, or until q is pressed; true if it was. */
    boolean awaitQuit(Duration longest) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < deadline) {
            while (keys.available() > 0) {
                int key = keys.read();
                if (key == 'q' || key == 'Q') {
                    return true;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return false;
    }

    @Override
    public void close() {
        restore();
        Runtime.getRuntime().removeShutdownHook(restoring);
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        terminal.print(SCREEN_BEFORE);
        terminal.flush();
        try {
            if (settings != null) {
                stty(settings);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty where there is no such program, or no terminal. */
    private static Optional<String> stty(String... arguments) throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(List.of("stty"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
