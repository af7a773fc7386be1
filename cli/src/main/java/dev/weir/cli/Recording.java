package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.ContractException;
import dev.weir.contract.StreamContract;
import dev.weir.contract.event.JsonEventEncoder;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.file.ContractFolder;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.testing.Masks;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Real events of a stream as a test file, masked where the stream's contract says that they are personal. */
final class Recording {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int QUIET_POLLS = 4;

    private final WeirCommand weir;
    private final Path folder;
    private final String stream;

    /** @param folder of the project that has the stream's contract */
    Recording(WeirCommand weir, Path folder, String stream) {
        this.weir = weir;
        this.folder = folder;
        this.stream = stream;
    }

    /** Prints up to that many events, in the order of their arrival. */
    void print(int count) throws IOException, ContractException, RegistryUnavailableException {
        StreamContract contract = contract();
        LocalStack stack = LocalServers.running(weir.home(), ServerName.KAFKA, ServerName.REGISTRY);
        EventText text = new EventText(Jobs.registry(stack));
        Masks masks = new Masks(contract, secret());
        List<ConsumerRecord<byte[], byte[]>> records = records(stack, contract, count);
        if (records.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND, "Stream '" + stream + "' has no events yet that could be recorded.");
        }
        JsonEventEncoder door = new JsonEventEncoder(contract, 1);
        Console console = weir.console();
        console.data("# " + records.size() + " events of stream '" + stream + "', recorded.");
        if (!contract.personal().isEmpty()) {
            console.data("# Masked, since they are personal: " + String.join(", ", contract.personal())
                    + ". Equal values stay equal.");
        }
        console.data("tests:");
        console.data("  what came into " + stream + ":");
        console.data("    arrive:");
        for (ConsumerRecord<byte[], byte[]> record : records) {
            line(record, contract, text, masks, door).forEach(console::data);
        }
        console.data("    expect: {}      # say here what shall come of it");
    }

    private StreamContract contract() throws ContractException {
        return ContractFolder.load(folder.resolve(PipelineProject.STREAMS)).stream()
                .map(ContractSource::contract)
                .filter(contract -> contract.name().equals(stream))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "There is no stream '" + stream + "' in " + folder.resolve(PipelineProject.STREAMS)
                                + ": its contract says what is personal. Name the folder of its project."));
    }

    /** Made once, so that a value has the same mask in all recordings of one person, and nobody else can undo it. */
    private byte[] secret() throws IOException {
        Path file = weir.home().data().resolve("mask.secret");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, HexFormat.of().formatHex(Masks.newSecret()));
            file.toFile().setReadable(false, false);
            file.toFile().setReadable(true, true);
        }
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }

    /** The first of each partition, since one that has many would hide the others. */
    private static List<ConsumerRecord<byte[], byte[]>> records(LocalStack stack, StreamContract contract, int count) {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> first = new TreeMap<>();
        try (RecordTail tail = new RecordTail(stack.kafka(), contract.topic(), new TailStart.Beginning())) {
            for (int quiet = 0, full = 0; full < contract.partitions() && quiet < QUIET_POLLS; quiet++) {
                for (ConsumerRecord<byte[], byte[]> record : tail.poll(POLL)) {
                    List<ConsumerRecord<byte[], byte[]>> some =
                            first.computeIfAbsent(record.partition(), partition -> new ArrayList<>());
                    quiet = -1;
                    if (some.size() < count) {
                        some.add(record);
                        if (some.size() == count) {
                            full++;
                            tail.leave(record.partition());
                        }
                    }
                }
            }
        }
        return first.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                        .thenComparingInt(ConsumerRecord::partition)
                        .thenComparingLong(ConsumerRecord::offset))
                .limit(count)
                .toList();
    }

    /** An event may have come round the door, and a mask may break a rule that the event kept. */
    private static List<String> event(ObjectNode event, ObjectNode masked, JsonEventEncoder door) {
        if (refusal(event, door) != null) {
            return List.of("      - unchecked: " + masked);
        }
        String broken = refusal(masked, door);
        String line = "      - event: " + masked;
        return broken == null
                ? List.of(line)
                : List.of("      # Its mask breaks the contract, mend it by hand: " + broken, line);
    }

    private static @Nullable String refusal(ObjectNode event, JsonEventEncoder door) {
        try {
            byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
            door.encode(json, 0, json.length);
            return null;
        } catch (RecordRejectedException e) {
            return e.code() + (e.path().isEmpty() ? "" : " at " + e.path()) + ", expected is " + e.expected();
        }
    }

    private static List<String> line(
            ConsumerRecord<byte[], byte[]> record,
            StreamContract contract,
            EventText text,
            Masks masks,
            JsonEventEncoder door)
            throws RegistryUnavailableException {
        List<String> lines = new ArrayList<>();
        try {
            JsonNode value = text.value(record);
            if (value instanceof ObjectNode event) {
                lines.addAll(event(event, masks.mask(event), door));
            } else {
                return List.of("      # A deletion is left out: write '- delete: { … }' with the key columns.");
            }
        } catch (RecordRejectedException e) {
            if (!contract.personal().isEmpty()) {
                return List.of("      # A record that can't be decoded is left out, since what is personal in it can't"
                        + " be told: " + e.code());
            }
            byte[] value = record.value();
            lines.add("      - bytes: \"" + HexFormat.ofDelimiter(" ").formatHex(value == null ? new byte[0] : value)
                    + "\"");
        }
        lines.add("        stream: " + contract.name());
        lines.add("        partition: " + record.partition());
        lines.add("        appended: " + Instant.ofEpochMilli(record.timestamp()));
        return lines;
    }
}
