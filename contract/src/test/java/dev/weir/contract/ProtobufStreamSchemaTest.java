package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufStreamSchemaTest {

    private static final Path FILE = Path.of("orders.proto");

    @Test
    void eachTypeHasItsNeutralTypeInTheOrderOfDeclaration() throws ContractException {
        ProtobufStreamSchema schema = ProtobufStreamSchema.parse(FILE, """
                syntax = "proto3";
                package shop.v1;
                import "google/protobuf/timestamp.proto";
                import "google/protobuf/wrappers.proto";

                // An order.
                message Order {
                  string id = 2;
                  uint32 small = 1;
                  uint64 large = 3;
                  optional sint32 count = 4;
                  google.protobuf.Timestamp at = 5;
                  google.protobuf.StringValue note = 6;
                  State state = 7;
                  repeated Line lines = 8;
                  map<string, double> prices = 9;
                  oneof payment {
                    string card = 10;
                    Cash cash = 11;
                  }
                  bool paid = 12 [deprecated = true];
                  bytes raw = 13;
                  float weight = 14;
                  reserved 100, 200 to 210;

                  enum State { NEW = 0; PAID = 1; }
                  message Line { fixed64 sku = 1; }
                }
                message Cash { int64 cents = 1; }
                """);

        assertThat(schema.message().getFullName()).isEqualTo("shop.v1.Order");
        assertThat(schema.fields())
                .isEqualTo(new Struct(List.of(
                        new Field("id", Scalar.STRING, false, null),
                        new Field("small", Scalar.INT64, false, null),
                        new Field("large", new FieldType.Decimal(20, 0), false, null),
                        new Field("count", Scalar.INT32, true, null),
                        new Field("at", new FieldType.Timestamp(9), true, null),
                        new Field("note", Scalar.STRING, true, null),
                        new Field("state", new FieldType.Enumeration(List.of("NEW", "PAID")), false, null),
                        new Field(
                                "lines",
                                new ListOf(
                                        new Struct(
                                                List.of(new Field("sku", new FieldType.Decimal(20, 0), false, null))),
                                        false),
                                false,
                                null),
                        new Field("prices", new MapOf(Scalar.FLOAT64, false), false, null),
                        new Field("card", Scalar.STRING, true, null),
                        new Field(
                                "cash", new Struct(List.of(new Field("cents", Scalar.INT64, false, null))), true, null),
                        new Field("paid", Scalar.BOOLEAN, false, null),
                        new Field("raw", Scalar.BYTES, false, null),
                        new Field("weight", Scalar.FLOAT32, false, null))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "message A { A next = 1; } | orders.proto:2:13: Field 'next': message 'A' contains itself",
                "message A { map<int32, string> m = 1; } | orders.proto:2:13: Field 'm': a map's keys must be strings",
                "message A { string a = 1 } | orders.proto:2:27: The schema isn't Protobuf: expected ';'",
                "message A { string a = 1; Unknown b = 2; } | orders.proto:2:27: The schema isn't valid Protobuf: \"Unknown\"",
                "message A { string a = 1; string b = 1; } | orders.proto:2:27: The schema isn't valid Protobuf: Field number 1",
                "message A { google.protobuf.Duration d = 1; } | orders.proto:2:13: The schema isn't valid Protobuf",
                "import \"other.proto\"; message A { } | orders.proto:1:1: A stream's schema is one file",
                "enum E { X = 0; } | orders.proto:1:1: The schema has no message",
            })
    void wrongSchemasAreRefusedWithTheirPlace(String text, String message) {
        assertThatThrownBy(() -> ProtobufStreamSchema.parse(FILE, "syntax = \"proto3\";\n" + text))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void proto2IsRefused() {
        assertThatThrownBy(() -> ProtobufStreamSchema.parse(FILE, "message A { required string a = 1; }"))
                .hasMessageContaining("syntax = \"proto3\"");
    }

    @Test
    void deepNestingIsRefusedWithoutOverflow() {
        String text = "syntax = \"proto3\";\n" + "message A { // }\n".repeat(50_000) + "}".repeat(50_000);

        assertThatThrownBy(() -> ProtobufStreamSchema.parse(FILE, text)).isInstanceOf(ContractException.class);
    }
}
