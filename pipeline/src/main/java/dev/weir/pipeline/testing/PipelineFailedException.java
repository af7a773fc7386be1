package dev.weir.pipeline.testing;

/** The pipeline under test failed by itself, for instance since it makes a row that its own contract forbids. */
final class PipelineFailedException extends Exception {

    private static final long serialVersionUID = 1;

    PipelineFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
