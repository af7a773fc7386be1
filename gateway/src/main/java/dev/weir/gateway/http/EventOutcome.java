package dev.weir.gateway.http;

/** What the sender is told about one event. */
sealed interface EventOutcome {

    int status();

    record Stored(int partition, long offset) implements EventOutcome {
        @Override
        public int status() {
            return 200;
        }
    }

    record NotStored(Problem problem) implements EventOutcome {
        @Override
        public int status() {
            return problem.status();
        }
    }
}
