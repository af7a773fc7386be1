package dev.weir.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorSettingsTest {

    @Test
    void slotsOfDifferentSourcesHaveDifferentNamesThatPostgresTakes() {
        assertThat(ConnectorSettings.slot("a-b.c")).isEqualTo("weir_a_b__c");
        assertThat(ConnectorSettings.slot("a.b-c")).isEqualTo("weir_a__b_c");
        assertThat(ConnectorSettings.slot("p".repeat(60) + "." + "s".repeat(60)))
                .hasSize(63)
                .isNotEqualTo(ConnectorSettings.slot("p".repeat(60) + "." + "s".repeat(59)));
    }

    @Test
    void tablesAreExactExpressions() {
        assertThat(ConnectorSettings.tables(List.of("public.b", "public.a$x"))).isEqualTo("public\\.a\\$x,public\\.b");
    }
}
