package dev.weir.contract.publish;

/** Kafka can't be reached, or refuses what Weir needs there; the cause says which. Try again later. */
public final class KafkaUnavailableException extends Exception {

    public KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
