package dev.weir.pipeline.job;

/** A server that is needed, Flink, Kafka or the registry, can't be reached or isn't ready. Try again later; nothing was decided. */
public final class ServerUnavailableException extends Exception {

    public ServerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public ServerUnavailableException(String message) {
        super(message);
    }
}
