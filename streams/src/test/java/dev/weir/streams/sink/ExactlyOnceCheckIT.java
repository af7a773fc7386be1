package dev.weir.streams.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.streams.Latency;
import dev.weir.streams.StartPosition;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.TestingStack;
import dev.weir.streams.TestingStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestingStack.class)
class ExactlyOnceCheckIT {

    @Test
    void localStackKeepsThePromise() throws Exception {
        assertThat(problems(StreamsConfig.DEFAULT_TRANSACTION_TIMEOUT)).isEmpty();
    }

    @Test
    void transactionsThatMayOutlastTheBrokersLimitAreRefused() throws Exception {
        assertThat(problems(Duration.ofHours(2)))
                .singleElement()
                .asString()
                .contains("transaction.max.timeout.ms is 3600000", "7200000");
    }

    private static List<String> problems(Duration transactionTimeout) throws Exception {
        try (Admin admin = Admin.create(TestingStream.client())) {
            return ExactlyOnceCheck.problems(
                    admin,
                    new StreamsConfig(
                            TestingStack.bootstrapServers(),
                            TestingStack.registry(),
                            "it-check-local",
                            "it-check-local",
                            StartPosition.EARLIEST,
                            transactionTimeout,
                            Latency.COMMIT,
                            Map.of()));
        }
    }
}
