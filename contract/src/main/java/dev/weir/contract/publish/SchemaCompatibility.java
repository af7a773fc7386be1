package dev.weir.contract.publish;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.registry.SchemaRegistry.Registered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a schema keeps what its stream promises towards all older versions.
 *
 * <p>Avro: the rules of schema resolution (Avro specification, "Schema Resolution"); moreover a logical type keeps its
 * unit and scale, which Avro's own check doesn't look at. Protobuf: no field or enum constant may be removed, renamed,
 * renumbered or change its type, the same for every level but {@link Compatibility#NONE}.
 */
public final class SchemaCompatibility {

    private SchemaCompatibility() {}

    /**
     * What stands against publishing {@code schema} after {@code older}; empty if nothing does.
     *
     * @return one message per field, which names its path, the first version that it breaks, and what to do
     */
    public static List<String> conflicts(StreamSchema schema, List<Registered> older, Compatibility level) {
        if (level == Compatibility.NONE) {
            return List.of();
        }
        Map<String, String> byField = new LinkedHashMap<>();
        for (Registered version : older) {
            for (Conflict conflict : between(schema, version, level)) {
                byField.putIfAbsent(conflict.path(), conflict.message());
            }
        }
        return List.copyOf(byField.values());
    }

    private static List<Conflict> between(StreamSchema schema, Registered version, Compatibility level) {
        if (schema instanceof AvroStreamSchema newer && version.schema() instanceof AvroStreamSchema older) {
            List<Conflict> conflicts = new ArrayList<>();
            if (level != Compatibility.FORWARD_TRANSITIVE) {
                conflicts.addAll(AvroCompatibility.backward(newer.schema(), older.schema(), version.version()));
            }
            if (level != Compatibility.BACKWARD_TRANSITIVE) {
                conflicts.addAll(AvroCompatibility.forward(newer.schema(), older.schema(), version.version()));
            }
            return conflicts;
        }
        if (schema instanceof ProtobufStreamSchema newer && version.schema() instanceof ProtobufStreamSchema older) {
            return ProtobufCompatibility.conflicts(newer.message(), older.message(), version.version());
        }
        return List.of(new Conflict(
                "",
                "v" + version.version() + " is written in " + version.schema().format() + ", this one in "
                        + schema.format() + ". Make a new stream for another language."));
    }

    /** @param path the field, empty for the whole schema */
    record Conflict(String path, String message) {}
}
