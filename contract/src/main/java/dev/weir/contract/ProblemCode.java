package dev.weir.contract;

import java.nio.file.Path;

/** The codes of {@link Problem}s, listed in {@code docs/contracts.md}. A code never changes its meaning. */
public enum ProblemCode {
    FILE_UNREADABLE(1, "A file can't be read as UTF-8, or has more than 1,048,576 characters."),
    YAML_SYNTAX(2, "The stream file isn't YAML, or uses YAML that a contract doesn't need (several documents)."),
    UNKNOWN_KEY(3, "The stream file has a key that doesn't exist, or has one twice."),
    MISSING_KEY(4, "A key that the contract needs is absent."),
    WRONG_VALUE(5, "An option's value is of the wrong kind, or out of its range."),
    STREAM_NAME(6, "The stream's name isn't allowed, or is taken by another file."),
    SCHEMA_FILE(7, "The schema's file is missing or is neither .avsc nor .proto."),
    SCHEMA_SYNTAX(8, "The schema isn't valid Avro or Protobuf."),
    SCHEMA_TYPE(9, "The schema has a type that a table can't have."),
    UNKNOWN_COLUMN(10, "The contract names a column that the schema lacks."),
    COLUMN_TYPE(11, "A column's type doesn't fit what the contract uses it for."),
    IDENTITY(12, "The record key is not a function of the identity, so repeats could land in different partitions."),
    MODE(13, "An option that the stream's mode can't have, or must have."),
    RULE(14, "A rule isn't valid CEL over the stream's columns."),
    MQTT(15, "What the contract says of MQTT doesn't fit the rest of it."),
    INCOMPATIBLE_SCHEMA(20, "The schema breaks the compatibility that the contract promises."),
    KEY_CHANGED(21, "The record key of a published stream can't change."),
    PARTITIONS_CHANGED(22, "The partition count can't change like this."),
    CONTRACT_CHANGED(23, "Another property of a published stream can't change: its mode or its schema's language."),
    TOPIC_TAKEN(24, "Two streams take in the same MQTT topics.");

    private final String code;
    private final String description;

    ProblemCode(int number, String description) {
        this.code = "CONTRACT-%03d".formatted(number);
        this.description = description;
    }

    /** As printed, for instance {@code CONTRACT-004}. */
    public String code() {
        return code;
    }

    /** One sentence for the reference page. */
    public String description() {
        return description;
    }

    /** A problem with this code; line and column count from 1. */
    public Problem at(Path file, int line, int column, String message) {
        return new Problem(file, line, column, code, message);
    }
}
