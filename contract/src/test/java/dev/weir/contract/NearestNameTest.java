package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> KNOWN = List.of("partitions", "personal", "retention", "rules", "sensor_id");

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "partition,partitions",
                "Rules,rules",
                "ruels,rules",
                "retentoin,retention",
                "sensor,sensor_id",
                "colour,none",
                "'',none"
            })
    void nameWithFewestEditsIsMeant(String name, String meant) {
        assertThat(NearestName.of(name, KNOWN).orElse(null)).isEqualTo(meant);
    }
}
