package dev.weir.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceFailureTest {

    @Test
    void lostSlotIsToldWithWhatToDo() {
        String trace = "org.apache.kafka.connect.errors.ConnectException: x\n\tat a.B\nCaused by:"
                + " io.debezium.DebeziumException: The connector is trying to read change stream starting at 5, but this"
                + " is no longer available on the server.";

        assertThat(SourceFailure.words(trace, "weir_bank__rules", "rules"))
                .contains("replication slot 'weir_bank__rules'")
                .contains("--snapshot rules");
    }

    @Test
    void otherwiseTheInnermostCauseIsTold() {
        String trace = "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded\n\tat a.B\n"
                + "Caused by: org.apache.kafka.connect.errors.DataException: A row of public.limits is no record.\n";

        assertThat(SourceFailure.words(trace, "weir_bank__rules", "rules"))
                .isEqualTo("A row of public.limits is no record.");
    }
}
