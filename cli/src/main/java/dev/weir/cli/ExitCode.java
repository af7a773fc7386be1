package dev.weir.cli;

/** What a command's exit code tells a script to do next. */
final class ExitCode {
    static final int FINE = 0;
    /** A check or a test found something wrong in the project: mend it. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;

    static final int NOT_FOUND = 3;
    /** In conflict with what is there already, for instance an incompatible schema. */
    static final int CONFLICT = 4;

    static final int NOT_ALLOWED = 5;
    /** A server can't be reached: try again. */
    static final int UNREACHABLE = 6;
    /** Our fault. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
