package dev.weir.pipeline.rollup;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.EventTime;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream of telemetry, one of changes, one without a key, and a view over the first. */
public final class TestingSurroundings implements Surroundings {

    private static final String TELEMETRY = """
            {"type": "record", "name": "Reading", "fields": [
              {"name": "sensor", "type": "string"},
              {"name": "machine", "type": "string"},
              {"name": "ts", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "sent", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "v", "type": ["null", "double"]},
              {"name": "n", "type": "int"},
              {"name": "f", "type": "float"},
              {"name": "ok", "type": "boolean"},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "bits", "type": "bytes"}
            ]}
            """;

    private static final Map<String, StreamContract> STREAMS = Map.of(
            "telemetry", stream("telemetry", Mode.APPEND, List.of("sensor"), Duration.ofHours(24)),
            "changes", stream("changes", Mode.UPSERT, List.of("sensor"), null),
            "keyless", stream("keyless", Mode.APPEND, List.of(), null));

    private static StreamContract stream(String name, Mode mode, List<String> key, @Nullable Duration correct) {
        try {
            return new StreamContract(
                    name,
                    mode,
                    AvroStreamSchema.parse(Path.of("telemetry.avsc"), TELEMETRY),
                    key,
                    new EventTime("ts", Duration.ofSeconds(30), Duration.ofMinutes(5), correct),
                    null,
                    4,
                    null,
                    Compatibility.BACKWARD_TRANSITIVE,
                    List.of(),
                    List.of());
        } catch (ContractException e) {
            throw new IllegalArgumentException("The schema above has a mistake", e);
        }
    }

    public static List<StreamContract> streams() {
        return List.copyOf(STREAMS.values());
    }

    @Override
    public Optional<StreamContract> stream(String table) {
        return Optional.ofNullable(STREAMS.get(table));
    }

    @Override
    public boolean isView(String name) {
        return name.equals("clean");
    }

    @Override
    public Optional<String> timeColumn(StreamContract stream) {
        return Optional.of("ts");
    }

    @Override
    public boolean mayAggregate(String function) {
        return function.equals("Spread");
    }
}
