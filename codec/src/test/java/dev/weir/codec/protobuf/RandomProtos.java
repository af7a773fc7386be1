package dev.weir.codec.protobuf;

import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random pairs of Protobuf schemas, of which the reader's mostly comes from the writer's by what may change. */
final class RandomProtos {

    private static final List<String> TYPES = List.of(
            "bool",
            "int32",
            "sint32",
            "sfixed32",
            "uint32",
            "fixed32",
            "int64",
            "sint64",
            "sfixed64",
            "uint64",
            "fixed64",
            "float",
            "double",
            "string",
            "bytes",
            "Kind",
            "Line",
            "google.protobuf.Timestamp",
            "google.protobuf.StringValue",
            "google.protobuf.UInt64Value");

    private static final Map<String, List<String>> WIDER = Map.of(
            "int32", List.of("sint32", "int64"),
            "sint32", List.of("sfixed64"),
            "sfixed32", List.of("int32", "int64"),
            "uint32", List.of("int64", "uint64", "fixed32"),
            "fixed32", List.of("uint64", "int64"),
            "uint64", List.of("fixed64"),
            "float", List.of("double"),
            "string", List.of("bytes"));

    private final Random random;

    RandomProtos(Random random) {
        this.random = random;
    }

    record Pair(ProtobufStreamSchema writer, ProtobufStreamSchema reader) {}

    /** @param choice of the oneof that it is in, or 0 */
    private record Field(String name, int number, String label, String type, int choice) {}

    Pair pair() {
        List<Field> written = new ArrayList<>();
        for (int number : numbers()) {
            written.add(field("f" + number, number));
        }
        List<Field> read = new ArrayList<>();
        for (Field field : written) {
            if (random.nextInt(8) > 0) {
                read.add(evolved(field));
            }
        }
        for (int number : numbers()) {
            if (read.size() < 3 * written.size() && written.stream().noneMatch(field -> field.number == number)) {
                read.add(field("n" + number, number));
            }
        }
        return new Pair(schema(written, 4), schema(read, random.nextInt(4) == 0 ? 3 : 4));
    }

    private Set<Integer> numbers() {
        Set<Integer> numbers = new LinkedHashSet<>();
        int fields = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(8);
        while (numbers.size() < fields) {
            numbers.add(
                    switch (random.nextInt(12)) {
                        case 0 -> 1 + random.nextInt(3_000);
                        case 1 -> 1 + random.nextInt(18_000);
                        case 2 -> 300_000 + random.nextInt(10_000_000);
                        case 3 -> (1 << 29) - 1 - random.nextInt(1_000);
                        default -> 1 + random.nextInt(60);
                    });
        }
        return numbers;
    }

    private Field field(String name, int number) {
        String type = TYPES.get(random.nextInt(random.nextBoolean() ? 15 : TYPES.size()));
        return switch (random.nextInt(10)) {
            case 0 -> new Field(name, number, "repeated ", type, 0);
            case 1 -> new Field(name, number, "", "map<string, " + type + ">", 0);
            case 2, 3 -> new Field(name, number, "", type, 1 + random.nextInt(2));
            case 4, 5 -> new Field(name, number, "optional ", type, 0);
            default -> new Field(name, number, "", type, 0);
        };
    }

    private Field evolved(Field field) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> {
                List<String> wider = WIDER.getOrDefault(field.type, List.of(field.type));
                yield new Field(
                        "w" + field.number,
                        field.number,
                        field.label,
                        wider.get(random.nextInt(wider.size())),
                        field.choice);
            }
            case 5, 6 ->
                field.choice == 0 && !field.label.startsWith("r") && !field.type.startsWith("map")
                        ? new Field(field.name, field.number, random.nextBoolean() ? "" : "optional ", field.type, 0)
                        : field;
            case 7 -> new Field(field.name, field.number, "", field.type, 0);
            case 8 -> random.nextInt(4) == 0 ? field(field.name, field.number) : field;
            default -> field;
        };
    }

    /** @param symbols how many the enumeration and, all but one, the message within have */
    private static ProtobufStreamSchema schema(List<Field> fields, int symbols) {
        StringBuilder text = new StringBuilder("""
                syntax = "proto3";
                import "google/protobuf/timestamp.proto";
                import "google/protobuf/wrappers.proto";
                message Event {
                """);
        for (int choice = 0; choice <= 2; choice++) {
            int current = choice;
            List<Field> members =
                    fields.stream().filter(field -> field.choice == current).toList();
            if (choice > 0 && !members.isEmpty()) {
                text.append("  oneof choice").append(choice).append(" {\n");
            }
            members.forEach(field ->
                    text.append("  %s%s %s = %d;\n".formatted(field.label, field.type, field.name, field.number)));
            if (choice > 0 && !members.isEmpty()) {
                text.append("  }\n");
            }
        }
        text.append("}\nmessage Line { string text = 1; optional int64 price = 2;");
        text.append(symbols > 3 ? " uint64 amount = 3; google.protobuf.Timestamp at = 4; }\n" : " }\n");
        text.append("enum Kind { NONE = 0; LIKE = 1; BACK = -2;").append(symbols > 3 ? " POST = 7; }" : " }");
        try {
            return ProtobufStreamSchema.parse(Path.of("random.proto"), text.toString());
        } catch (ContractException e) {
            throw new AssertionError("The generator makes no schema: " + text, e);
        }
    }
}
