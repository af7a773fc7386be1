package dev.weir.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.registry.SchemaRegistry.Registered;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every registry does. */
abstract class SchemaRegistryContract {

    private final String subject = "weir-test-" + UUID.randomUUID() + "-value";

    abstract SchemaRegistry registry();

    static StreamSchema avro(String fields) throws ContractException {
        return AvroStreamSchema.parse(
                Path.of("a.avsc"), "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
    }

    @Test
    void whatIsRegisteredIsFoundByTheIdThatWasAnswered() throws Exception {
        StreamSchema schema = avro("{\"name\":\"a\",\"type\":\"int\",\"doc\":\"" + UUID.randomUUID() + "\"}");

        Registered registered = registry().register(subject, schema, Compatibility.BACKWARD_TRANSITIVE);

        assertThat(registered.version()).isEqualTo(1);
        assertThat(registry().find(registered.id())).contains(schema);
        assertThat(registry().versions(subject)).containsExactly(registered);
    }

    @Test
    void registeringTwiceIsOneVersion() throws Exception {
        StreamSchema schema = avro("{\"name\":\"a\",\"type\":\"int\"}");
        Registered first = registry().register(subject, schema, Compatibility.BACKWARD_TRANSITIVE);

        Registered second = registry().register(subject, schema, Compatibility.BACKWARD_TRANSITIVE);

        assertThat(second).isEqualTo(first);
        assertThat(registry().versions(subject)).hasSize(1);
    }

    @Test
    void versionsComeOldestFirst() throws Exception {
        StreamSchema one = avro("{\"name\":\"a\",\"type\":\"int\"}");
        StreamSchema two = avro("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":1}");
        registry().register(subject, one, Compatibility.BACKWARD_TRANSITIVE);
        registry().register(subject, two, Compatibility.BACKWARD_TRANSITIVE);

        assertThat(registry().versions(subject)).extracting(Registered::version).containsExactly(1, 2);
        assertThat(registry().versions(subject)).extracting(Registered::schema).containsExactly(one, two);
    }

    @Test
    void oneSchemaUnderTwoSubjectsHasOneId() throws Exception {
        StreamSchema schema = avro("{\"name\":\"x\",\"type\":\"int\"}");

        Registered one = registry().register(subject, schema, Compatibility.NONE);
        Registered other = registry().register(subject + "2", schema, Compatibility.NONE);

        assertThat(other.id()).isEqualTo(one.id());
    }

    @Test
    void protobufKeepsItsText() throws Exception {
        StreamSchema schema = ProtobufStreamSchema.parse(
                Path.of("a.proto"), "syntax = \"proto3\";\n// An event.\nmessage A {\n  string a = 1;\n}\n");

        Registered registered = registry().register(subject, schema, Compatibility.BACKWARD_TRANSITIVE);

        assertThat(registry().find(registered.id())).contains(schema);
        assertThat(registry().versions(subject)).containsExactly(registered);
    }

    @Test
    void unknownSubjectAndIdAreEmpty() throws Exception {
        assertThat(registry().versions("nothing-value")).isEmpty();
        assertThat(registry().find(987_654_321)).isEmpty();
    }
}
