package dev.weir.functions.score;

/** A model can't say anything of a batch; another batch may go well. */
final class ScoringFailedException extends Exception {

    ScoringFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    ScoringFailedException(String message) {
        super(message);
    }
}
