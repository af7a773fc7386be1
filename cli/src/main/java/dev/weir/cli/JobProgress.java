package dev.weir.cli;

import dev.weir.pipeline.Progress;

/** Tells what is being done with a pipeline, a line each. */
final class JobProgress implements Progress {

    private final Console console;

    JobProgress(Console console) {
        this.console = console;
    }

    @Override
    public void at(Step step, String detail) {
        console.progress("  " + words(step) + " " + detail);
    }

    private static String words(Step step) {
        return switch (step) {
            case CHECKING -> "checking";
            case PUBLISHING_CONTRACTS -> "publishing the contracts of";
            case PLANNING -> "planning";
            case TAKING_SAVEPOINT -> "taking a savepoint of";
            case SUBMITTING -> "submitting";
            case STARTED -> "started";
            case STOPPED -> "stopped";
            case RECOVERING -> "bringing back";
        };
    }
}
