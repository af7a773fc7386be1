package dev.weir.streams;

import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamContract;
import dev.weir.contract.StreamSchema;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contract that travels with a job to its tasks: the schema as text, parsed again where it arrives. */
public final class PortableContract implements Serializable {

    private static final long serialVersionUID = 1;

    private record Time(
            String field,
            Duration disorder,
            Duration ahead,
            @Nullable Duration correct) implements Serializable {}

    /** By sequence if {@code sequence} is set, else by id. */
    private record Repeats(List<String> fields, @Nullable String sequence, Duration within) implements Serializable {}

    private final String name;
    private final Mode mode;
    private final SchemaFormat format;
    private final String schemaText;
    private final List<String> key;
    private final @Nullable Time time;
    private final @Nullable Repeats repeats;
    private final int partitions;
    private final @Nullable Duration retention;
    private final Compatibility compatibility;
    private final List<String> personal;
    private final List<String> rules;
    private transient @Nullable StreamContract contract;

    public PortableContract(StreamContract contract) {
        this.contract = contract;
        this.name = contract.name();
        this.mode = contract.mode();
        this.format = contract.schema().format();
        this.schemaText = contract.schema().text();
        this.key = contract.key();
        EventTime eventTime = contract.time();
        this.time = eventTime == null
                ? null
                : new Time(eventTime.field(), eventTime.disorder(), eventTime.ahead(), eventTime.correct());
        this.repeats = repeats(contract.identity());
        this.partitions = contract.partitions();
        this.retention = contract.retention();
        this.compatibility = contract.compatibility();
        this.personal = contract.personal();
        this.rules = contract.rules();
    }

    /** The contract; not safe for several threads at once. */
    public StreamContract contract() {
        StreamContract present = contract;
        if (present == null) {
            present = new StreamContract(
                    name,
                    mode,
                    schema(),
                    key,
                    time == null ? null : new EventTime(time.field, time.disorder, time.ahead, time.correct),
                    identity(),
                    partitions,
                    retention,
                    compatibility,
                    personal,
                    rules);
            contract = present;
        }
        return present;
    }

    private StreamSchema schema() {
        try {
            return switch (format) {
                case AVRO -> AvroStreamSchema.parse(Path.of(name + ".avsc"), schemaText);
                case PROTOBUF -> ProtobufStreamSchema.parse(Path.of(name + ".proto"), schemaText);
            };
        } catch (ContractException e) {
            throw new IllegalStateException(
                    "The schema of stream '" + name + "' was read when the job was planned but can't be read in its"
                            + " task. Run planner and tasks with the same version of Weir.",
                    e);
        }
    }

    private static @Nullable Repeats repeats(@Nullable Identity identity) {
        if (identity instanceof Identity.BySequence bySequence) {
            return new Repeats(bySequence.producer(), bySequence.sequence(), bySequence.within());
        }
        return identity instanceof Identity.ById byId ? new Repeats(byId.fields(), null, byId.within()) : null;
    }

    private @Nullable Identity identity() {
        if (repeats == null) {
            return null;
        }
        if (repeats.sequence != null) {
            return new Identity.BySequence(repeats.fields, repeats.sequence, repeats.within);
        }
        return new Identity.ById(repeats.fields, repeats.within);
    }
}
