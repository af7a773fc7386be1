package dev.weir.contract.publish;

import dev.weir.contract.Mode;
import dev.weir.contract.Problem;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.StreamOption;
import dev.weir.contract.registry.SchemaRegistry.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What stands against a contract, given what is in force. */
final class ContractChange {

    private final ContractSource source;
    private final StreamContract contract;
    private final List<Problem> problems = new ArrayList<>();

    private ContractChange(ContractSource source) {
        this.source = source;
        this.contract = source.contract();
    }

    /**
     * @param before the contract in force; null if the stream is new
     * @param versions the versions of its schema in the registry, oldest first
     * @param partitions of its topic; empty if there is none
     */
    static List<Problem> problems(
            ContractSource source, @Nullable StreamContract before, List<Registered> versions, OptionalInt partitions) {
        ContractChange change = new ContractChange(source);
        change.checkSchema(versions);
        if (before != null) {
            change.checkContract(before);
        }
        if (partitions.isPresent()) {
            change.checkPartitions(before, partitions.getAsInt());
        }
        return change.problems;
    }

    private void checkSchema(List<Registered> versions) {
        if (versions.stream().anyMatch(version -> version.schema().equals(contract.schema()))) {
            return;
        }
        for (String conflict : SchemaCompatibility.conflicts(contract.schema(), versions, contract.compatibility())) {
            add(
                    StreamOption.SCHEMA,
                    ProblemCode.INCOMPATIBLE_SCHEMA,
                    conflict + " (compatibility: "
                            + contract.compatibility().name().toLowerCase(Locale.ROOT) + ")");
        }
    }

    private void checkContract(StreamContract before) {
        if (!before.key().equals(contract.key())) {
            add(
                    StreamOption.KEY,
                    ProblemCode.KEY_CHANGED,
                    "The key was " + before.key() + " and can't become " + contract.key()
                            + ": old and new records of one key would lie in different partitions. " + newStream());
        }
        if (before.mode() != contract.mode()) {
            add(
                    StreamOption.MODE,
                    ProblemCode.CONTRACT_CHANGED,
                    "The mode was " + lower(before.mode()) + " and can't become " + lower(contract.mode()) + ". "
                            + newStream());
        }
    }

    private void checkPartitions(@Nullable StreamContract before, int existing) {
        int wanted = contract.partitions();
        if (wanted == existing) {
            return;
        }
        String change =
                "Topic '" + contract.topic() + "' has " + existing + " partitions and can't get " + wanted + ": ";
        if (before == null) {
            partitions(change + "it was there before the contract. Write 'partitions: " + existing + "'.");
        } else if (wanted < existing) {
            partitions(change + "Kafka can't take partitions away. Write 'partitions: " + existing + "', or: "
                    + newStream());
        } else if (contract.identity() != null) {
            partitions(change + "a key would move to another partition, and a repeat of an event that is already stored"
                    + " would not meet it. " + newStream());
        } else if (contract.mode() != Mode.APPEND) {
            partitions(change + "a key would move to another partition, while its old state stays where it was. "
                    + newStream());
        }
    }

    /** The way that works today. */
    private String newStream() {
        String successor = contract.name() + "-v2";
        return "Declare a new stream, for instance '" + successor + "', fill it with a pipeline (INSERT INTO `"
                + successor + "` SELECT * FROM `" + contract.name() + "`), and move producers and readers to it.";
    }

    private void partitions(String message) {
        add(StreamOption.PARTITIONS, ProblemCode.PARTITIONS_CHANGED, message);
    }

    private void add(StreamOption option, ProblemCode code, String message) {
        problems.add(source.problemAt(option, code, message));
    }

    private static String lower(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
