package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.event.RejectCode;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.StreamOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference page says what the code says. */
class ContractsReferenceTest {

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../docs/contracts.md"));
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionHasItsRow(StreamOption option) {
        assertThat(page)
                .contains("| `%s` | %s | %s | `%s` | %s |\n"
                        .formatted(
                                option.key(),
                                option.type(),
                                option.defaultValue() == null ? "required" : option.defaultValue(),
                                option.example(),
                                option.description()));
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemHasItsRow(ProblemCode code) {
        assertThat(page).contains("| %s | %s |\n".formatted(code.code(), code.description()));
    }

    @ParameterizedTest
    @EnumSource
    void everyRejectionHasItsRow(RejectCode code) {
        assertThat(page).contains("| `%s` | ".formatted(code));
    }

    @Test
    void exampleIsAContract() throws ContractException {
        String yaml = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml")));
        String schema = "{\"type\":\"record\",\"name\":\"T\",\"fields\":["
                + "{\"name\":\"sensor_id\",\"type\":\"string\"},{\"name\":\"seq\",\"type\":\"long\"},"
                + "{\"name\":\"event_time\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}},"
                + "{\"name\":\"temperature\",\"type\":\"double\"}]}";

        StreamContract contract = ContractSource.parse(Path.of("telemetry.yaml"), yaml, SchemaFormat.AVRO, schema)
                .contract();

        assertThat(contract.partitions()).isEqualTo(12);
    }
}
