package dev.weir.gateway.http;

/** A request is refused as a whole; nothing of it was stored. */
final class RequestRefusedException extends Exception {

    private final transient Problem problem;

    RequestRefusedException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
