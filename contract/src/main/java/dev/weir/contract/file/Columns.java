package dev.weir.contract.file;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.NearestName;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.StreamSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Looks up the columns that a stream file names in its schema. */
final class Columns {

    private final @Nullable StreamSchema schema;
    private final Problems problems;

    /** @param schema null to take every name, where the schema couldn't be read */
    Columns(@Nullable StreamSchema schema, Problems problems) {
        this.schema = schema;
        this.problems = problems;
    }

    /** The columns that an option names; those that are missing or don't fit are reported. */
    List<String> names(YamlMapping yaml, StreamOption option, Predicate<FieldType> fits) {
        List<String> names = new ArrayList<>();
        for (ScalarNode node : yaml.scalars(option)) {
            if (names.contains(node.getValue())) {
                problems.add(
                        ProblemCode.WRONG_VALUE,
                        node,
                        "Column '" + node.getValue() + "' is there twice in '" + option.key() + "'. Remove one.");
            } else {
                names.add(node.getValue());
                check(node, node.getValue(), option, fits);
            }
        }
        return names;
    }

    /** The one column that an option names; empty text if there is none. */
    String name(YamlMapping yaml, StreamOption option, Predicate<FieldType> fits) {
        Optional<ScalarNode> node = yaml.scalar(option);
        node.ifPresent(scalar -> check(scalar, scalar.getValue(), option, fits));
        return node.map(ScalarNode::getValue).orElse("");
    }

    /** Whether the schema has this column; not if it couldn't be read. */
    boolean has(String name) {
        return schema != null && schema.fields().find(name).isPresent();
    }

    /** Reports a column that is missing or doesn't fit. */
    void check(ScalarNode node, String name, StreamOption option, Predicate<FieldType> fits) {
        if (schema == null) {
            return;
        }
        Optional<Field> field = schema.fields().find(name);
        if (field.isEmpty()) {
            List<String> known =
                    schema.fields().fields().stream().map(Field::name).toList();
            problems.add(
                    ProblemCode.UNKNOWN_COLUMN,
                    node,
                    "'" + option.key() + "' names column '" + name + "', which the schema doesn't have."
                            + NearestName.hint(name, known));
        } else if (!fits.test(field.get().type())) {
            problems.add(
                    ProblemCode.COLUMN_TYPE,
                    node,
                    "'" + option.key() + "' expects " + expected(option) + ", but column '" + name + "' is of type "
                            + typeName(field.get().type()) + ".");
        }
    }

    private static String expected(StreamOption option) {
        return switch (option) {
            case TIME_FIELD -> "a timestamp or a 64-bit integer of milliseconds";
            case IDENTITY_SEQUENCE -> "an integer";
            default -> "columns that have one exact text (no floats, lists, maps or records)";
        };
    }

    private static String typeName(FieldType type) {
        if (type instanceof FieldType.Scalar scalar) {
            return scalar.name().toLowerCase(java.util.Locale.ROOT);
        }
        if (type instanceof FieldType.Struct) {
            return "record";
        }
        if (type instanceof FieldType.ListOf) {
            return "list";
        }
        if (type instanceof FieldType.MapOf) {
            return "map";
        }
        if (type instanceof FieldType.Decimal decimal) {
            return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof FieldType.Fixed fixed) {
            return "fixed(" + fixed.size() + ")";
        }
        if (type instanceof FieldType.Enumeration) {
            return "enum";
        }
        if (type instanceof FieldType.TimeOfDay time) {
            return "time(" + time.precision() + ")";
        }
        return type instanceof FieldType.Timestamp timestamp
                ? "timestamp(" + timestamp.precision() + ")"
                : "local timestamp(" + ((FieldType.LocalTimestamp) type).precision() + ")";
    }
}
