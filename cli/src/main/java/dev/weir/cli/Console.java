package dev.weir.cli;

import java.io.PrintWriter;

/**
 * Where commands print: data on standard output, progress on standard error. Safe to share between threads.
 *
 * <p>On a terminal a status line can stay below what is printed; elsewhere it is left out.
 */
public final class Console {

    private static final String ERASE_LINE = "\r\033[2K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private String status = "";

    /** @param terminal whether a person watches, so that lines may be rewritten */
    public Console(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether this process talks to a terminal that can rewrite lines. */
    static boolean isTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    public boolean terminal() {
        return terminal;
    }

    /** Prints one line of data. */
    public synchronized void data(String line) {
        eraseStatus();
        out.println(line);
        out.flush();
        drawStatus();
    }

    /** Prints data that end with a line break already. */
    synchronized void block(String text) {
        eraseStatus();
        out.print(text);
        out.flush();
        drawStatus();
    }

    /** Prints one line that tells how far the command has come, or what went wrong. */
    public synchronized void progress(String line) {
        eraseStatus();
        err.println(line);
        err.flush();
        drawStatus();
    }

    /** Replaces the line that stays at the bottom; on something that is no terminal, does nothing. */
    public synchronized void status(String line) {
        eraseStatus();
        status = terminal ? line : "";
        drawStatus();
    }

    private void eraseStatus() {
        if (!status.isEmpty()) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private void drawStatus() {
        if (!status.isEmpty()) {
            err.print(status);
            err.flush();
        }
    }
}
