package dev.weir.contract.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.EventTime;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractWriterTest {

    private static final AvroStreamSchema SCHEMA = AvroStreamSchema.of(
            "late-orders",
            new Struct(List.of(
                    new Field("id", Scalar.STRING, false, null),
                    new Field("null", Scalar.STRING, true, null),
                    new Field("seq", Scalar.INT64, false, null),
                    new Field("at", new FieldType.Timestamp(3), false, null))));

    @TempDir
    Path folder;

    private static StreamContract full() {
        return new StreamContract(
                "late-orders",
                Mode.APPEND,
                SCHEMA,
                List.of("id", "null"),
                new EventTime("at", Duration.ofMillis(1_500), Duration.ofMinutes(90), Duration.ofDays(2)),
                new Identity.BySequence(List.of("id", "null"), "seq", Duration.ofHours(6)),
                12,
                null,
                Compatibility.FULL_TRANSITIVE,
                List.of("id"),
                List.of("id != \"a\\b\" && seq > 0", "id.size() < 10 // ten: # no comment\n"));
    }

    private static StreamContract plain() {
        return new StreamContract(
                "plain",
                Mode.UPSERT,
                SCHEMA,
                List.of("id"),
                null,
                null,
                4,
                Duration.ofDays(7),
                Compatibility.BACKWARD_TRANSITIVE,
                List.of(),
                List.of());
    }

    @Test
    void whatIsWrittenReadsAsTheSameContracts() throws Exception {
        ContractWriter.write(ContractWriter.source(folder, full(), null));
        ContractWriter.write(ContractWriter.source(folder, plain(), "pipeline.sql"));

        assertThat(ContractFolder.load(folder))
                .extracting(ContractSource::contract)
                .containsExactly(full(), plain());
    }

    @Test
    void fileIsWrittenAsAPersonWould() throws IOException {
        ContractSource source = ContractWriter.source(folder, plain(), "pipeline.sql");

        ContractWriter.write(source);

        assertThat(folder.resolve("plain.yaml")).hasContent("""
                # Derived: Weir writes this file from pipeline.sql. Change it there.
                stream: plain
                schema: plain.avsc
                mode: upsert
                key: id
                partitions: 4
                retention: 7d
                """);
        assertThat(Files.readString(folder.resolve("plain.avsc"))).contains("\"name\" : \"LateOrders\"");
    }

    @Test
    void secondTimeWritesNothing() throws IOException {
        ContractSource source = ContractWriter.source(folder, full(), null);

        assertThat(ContractWriter.write(source)).isTrue();
        assertThat(ContractWriter.write(source)).isFalse();
        assertThat(folder).isDirectoryContaining("glob:**/late-orders.yaml").isDirectoryNotContaining("glob:**.tmp");
    }
}
