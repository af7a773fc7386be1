package dev.weir.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.DeadLetter;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;

/** Entries and letters as records, by the names of their columns. */
public final class TestingRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry;

    public TestingRows(SchemaRegistry registry) {
        this.registry = registry;
    }

    public EncodedEvent entry(LedgerEntry entry) {
        return row(LedgerEntry.ofTopic(), entry);
    }

    /** As it was before there were heartbeats. */
    public EncodedEvent oldEntry(LedgerEntry entry) {
        StreamContract today = LedgerEntry.ofTopic();
        List<Field> columns = today.schema().fields().fields();
        StreamContract before = new StreamContract(
                today.name(),
                today.mode(),
                AvroStreamSchema.of("ledger-entry", new Struct(columns.subList(0, columns.size() - 1))),
                today.key(),
                null,
                null,
                today.partitions(),
                null,
                today.compatibility(),
                List.of(),
                List.of());
        return row(before, entry);
    }

    public EncodedEvent letter(StreamContract stream, DeadLetter letter) {
        return row(DeadLetter.contractFor(stream), letter);
    }

    private EncodedEvent row(StreamContract contract, Record row) {
        ObjectNode json = JSON.createObjectNode();
        List<String> columns = contract.schema().fields().fields().stream()
                .map(field -> field.name())
                .toList();
        try {
            RecordComponent[] components = row.getClass().getRecordComponents();
            for (int i = 0; i < columns.size(); i++) {
                Object value = components[i].getAccessor().invoke(row);
                json.set(columns.get(i), JSON.valueToTree(value instanceof Instant time ? time.toString() : value));
            }
            int id = registry.register(contract.subject(), contract.schema(), Compatibility.NONE)
                    .id();
            byte[] bytes = JSON.writeValueAsBytes(json);
            return new JsonEventEncoder(contract, id).encode(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException | RegistryUnavailableException | RecordRejectedException e) {
            throw new IllegalArgumentException(row + " can't be encoded", e);
        }
    }
}
