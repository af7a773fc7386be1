package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.junit.jupiter.api.Test;

class ColumnReaderTest {

    private static final StreamSchema FIRST = schema("""
            {"type":"record","name":"Reading","fields":[
              {"name":"sensor","type":"string"},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"degrees","type":"float"}]}""");

    private static final StreamSchema SECOND = schema("""
            {"type":"record","name":"Reading","fields":[
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"sensor","type":"string"},
              {"name":"celsius","aliases":["degrees"],"type":"double"},
              {"name":"place","type":["null","string"],"default":null},
              {"name":"unit","type":"string","default":"°C"}]}""");

    private final CountingRegistry registry = new CountingRegistry();

    @Test
    void olderVersionReadsAsNewerOne() throws Exception {
        byte[] value = reading("s1", 5, 20.5f);

        var row = decoder(SECOND, FlinkTypes.columns(SECOND.fields())).decode(value);

        assertThat(row)
                .isEqualTo(GenericRowData.of(
                        TimestampData.fromEpochMillis(5),
                        StringData.fromString("s1"),
                        20.5,
                        null,
                        StringData.fromString("°C")));
    }

    @Test
    void rowHasTheColumnsAskedForInTheirOrder() throws Exception {
        byte[] value = reading("s1", 5, 20.5f);

        var row = decoder(SECOND, List.of("unit", "celsius")).decode(value);

        assertThat(row).isEqualTo(GenericRowData.of(StringData.fromString("°C"), 20.5));
    }

    @Test
    void bytesThatFollowTheRecordAreRefused() throws Exception {
        byte[] value = reading("s1", 5, 20.5f);

        assertThat(rejection(Arrays.copyOf(value, value.length + 1)).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void truncatedRecordIsRefusedWithTheFieldWhereItEnds() throws Exception {
        byte[] value = reading("s1", 5, 20.5f);

        RecordRejectedException rejection = rejection(Arrays.copyOf(value, value.length - 1));

        assertThat(rejection.code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejection.path()).isEqualTo("degrees");
    }

    @Test
    void invalidUtf8IsRefusedWhetherTheColumnIsAskedForOrNot() throws Exception {
        byte[] value = reading("s1", 5, 20.5f);
        value[6] = (byte) 0xC0;

        assertThat(rejection(value, "sensor").path()).isEqualTo("sensor");
        assertThat(rejection(value, "at").path()).isEqualTo("sensor");
    }

    @Test
    void valueWithoutMagicByteIsRefused() {
        assertThat(rejection(new byte[] {1, 0, 0, 0, 1, 0}).code()).isEqualTo(RejectCode.MALFORMED);
        assertThat(rejection(new byte[0]).code()).isEqualTo(RejectCode.MALFORMED);
    }

    @Test
    void recordOfAnotherStreamIsRefused() throws Exception {
        StreamSchema other = schema("{\"type\":\"record\",\"name\":\"Order\",\"fields\":[]}");
        registry.register("orders-value", other, Compatibility.NONE);

        RecordRejectedException rejection = rejection(new byte[] {0, 0, 0, 0, 1});

        assertThat(rejection.code()).isEqualTo(RejectCode.WRONG_SCHEMA);
        assertThat(rejection).hasMessageContaining("Reading").hasMessageContaining("Order");
    }

    @Test
    void recordThatLacksARequiredFieldIsRefusedNamingIt() throws Exception {
        registry.register(
                "readings-value",
                schema("{\"type\":\"record\",\"name\":\"Reading\",\"fields\":[]}"),
                Compatibility.NONE);

        assertThat(rejection(new byte[] {0, 0, 0, 0, 1}))
                .hasMessageContaining("without 'sensor', which has no default, 'at'");
    }

    @Test
    void changeOfATimeUnitIsRefusedByItsField() throws Exception {
        registry.register(
                "readings-value",
                schema(FIRST.text().replace("timestamp-millis", "timestamp-micros")),
                Compatibility.NONE);

        RecordRejectedException rejection = rejection(new byte[] {0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0});

        assertThat(rejection.code()).isEqualTo(RejectCode.WRONG_SCHEMA);
        assertThat(rejection)
                .hasMessage("WRONG_SCHEMA: field 'at' expects timestamp-millis but found timestamp-micros");
    }

    @Test
    void idThatTheRegistryDoesNotKnowIsRefusedAfterAFewAsksAndNotAskedForAgain() {
        byte[] value = {0, 9, 9, 9, 9, 0};
        ReadValues decoder = decoder(FIRST, List.of("at"));

        assertThatThrownBy(() -> decoder.decode(value))
                .isInstanceOfSatisfying(
                        RecordRejectedException.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(RejectCode.WRONG_SCHEMA));
        assertThatThrownBy(() -> decoder.decode(value)).isInstanceOf(RecordRejectedException.class);

        assertThat(registry.asks).isEqualTo(WriterSchemas.ASKS);
    }

    @Test
    void idThatNoRegistryGivesIsRefusedWithoutAsking() {
        assertThat(rejection(new byte[] {0, -1, 9, 9, 9, 0}).code()).isEqualTo(RejectCode.WRONG_SCHEMA);
        assertThat(registry.asks).isZero();
    }

    @Test
    void registryThatCannotAnswerIsNoReasonToReject() throws Exception {
        byte[] value = reading("s1", 5, 20.5f);
        ReadValues decoder = decoder(FIRST, List.of("sensor"));
        registry.registry.setAvailable(false);

        assertThatThrownBy(() -> decoder.decode(value)).isInstanceOf(RegistryUnavailableException.class);
        registry.registry.setAvailable(true);

        assertThat(decoder.decode(value)).isEqualTo(GenericRowData.of(StringData.fromString("s1")));
    }

    private byte[] reading(String sensor, long at, float degrees) throws Exception {
        int id = registry.register("readings-value", FIRST, Compatibility.NONE).id();
        return new StreamRowEncoder(FIRST, id)
                .encode(GenericRowData.of(StringData.fromString(sensor), TimestampData.fromEpochMillis(at), degrees));
    }

    private RecordRejectedException rejection(byte[] value, String... columns) {
        return catchThrowableOfType(
                RecordRejectedException.class,
                () -> decoder(FIRST, List.of(columns)).decode(value));
    }

    private ReadValues decoder(StreamSchema reader, List<String> columns) {
        return new ReadValues(
                new ColumnReader(reader, new WriterSchemas(registry, Duration.ZERO), columns),
                reader.fields(),
                columns);
    }

    private static StreamSchema schema(String text) {
        try {
            return AvroStreamSchema.parse(Path.of("test.avsc"), text);
        } catch (ContractException e) {
            throw new IllegalArgumentException("The test's schema is wrong", e);
        }
    }

    private static final class CountingRegistry implements SchemaRegistry {

        private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        private int asks;

        @Override
        public Optional<StreamSchema> find(int id) throws RegistryUnavailableException {
            asks++;
            return registry.find(id);
        }

        @Override
        public List<Registered> versions(String subject) throws RegistryUnavailableException {
            return registry.versions(subject);
        }

        @Override
        public Registered register(String subject, StreamSchema schema, Compatibility compatibility)
                throws RegistryUnavailableException {
            return registry.register(subject, schema, compatibility);
        }
    }
}
