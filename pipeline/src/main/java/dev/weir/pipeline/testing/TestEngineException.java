package dev.weir.pipeline.testing;

/** The Flink that runs tests fails, not what is tested: look at the cause. */
public final class TestEngineException extends Exception {

    private static final long serialVersionUID = 1;

    TestEngineException(String message) {
        super(message);
    }

    TestEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
