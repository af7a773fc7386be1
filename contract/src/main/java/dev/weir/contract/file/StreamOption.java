package dev.weir.contract.file;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of a stream file; the parser and the reference page are both made from them. */
public enum StreamOption {
    STREAM("stream", "a name", null, "telemetry", "The stream's name: also its topic's and its table's."),
    SCHEMA("schema", "a file name", null, "telemetry.avsc", "The schema beside this file, `.avsc` or `.proto`."),
    MODE(
            "mode",
            "append, upsert or cdc",
            "append",
            "upsert",
            "`append`: each record is an event. `upsert`: a record is its key's newest state, a null value its end, and"
                    + " the topic is compacted. `cdc`: the same, written by change capture."),
    KEY(
            "key",
            "a column or a list of columns",
            "none",
            "sensor_id",
            "The columns of the record key, which decides the partition. Required by `upsert` and `cdc`."),
    TIME("time", "a mapping", "none", "{ field: event_time, disorder: 30s }", "The stream's event time."),
    TIME_FIELD(
            "time.field",
            "a column",
            null,
            "event_time",
            "A timestamp (one without a zone counts as UTC), or a 64-bit integer of milliseconds since"
                    + " 1970-01-01T00:00:00Z."),
    TIME_DISORDER(
            "time.disorder",
            "a duration",
            "10s",
            "30s",
            "How far behind the newest event of its partition an event may be and still be on time."),
    TIME_AHEAD(
            "time.ahead",
            "a duration",
            "5m",
            "1h",
            "How far after the broker's append time an event may be dated; beyond it, it is dead."),
    TIME_CORRECT(
            "time.correct",
            "a duration",
            "none",
            "24h",
            "How long after its window's end a late event still corrects it."),
    IDENTITY(
            "identity",
            "a mapping",
            "none",
            "{ id: transaction_id, within: 1h }",
            "What makes two records the same event: `producer` and `sequence`, or `id` and `within`. The key's columns"
                    + " must be among `producer` or `id`. `append` only."),
    IDENTITY_PRODUCER(
            "identity.producer",
            "a column or a list of columns",
            null,
            "sensor_id",
            "The columns that name the producer."),
    IDENTITY_SEQUENCE(
            "identity.sequence",
            "a column",
            null,
            "seq",
            "The integer by which each producer numbers its events upwards."),
    IDENTITY_ID(
            "identity.id", "a column or a list of columns", null, "transaction_id", "The columns that name the event."),
    IDENTITY_WITHIN(
            "identity.within",
            "a duration",
            "24h with a sequence, none with an id",
            "1h",
            "How far apart in event time two records with one id may be and still be the same event; how far behind the"
                    + " newest event of its partition one with a sequence may be for repeats of it to be told."),
    PARTITIONS("partitions", "a number from 1 to 10000", "4", "12", "The partitions of the topic."),
    RETENTION(
            "retention",
            "a duration, or forever",
            "7d for append, else forever",
            "30d",
            "How long records are kept. With `upsert` and `cdc` it ends the newest record of a key, too."),
    COMPATIBILITY(
            "compatibility",
            "backward_transitive, forward_transitive, full_transitive or none",
            "backward_transitive",
            "full_transitive",
            "What a new version of the schema must be able to do. Backward: read what every older version wrote."),
    PERSONAL(
            "personal",
            "a column or a list of columns",
            "none",
            "[ email ]",
            "Columns that are to be masked for those who may not see them."),
    RULES(
            "rules",
            "a CEL expression or a list of them",
            "none",
            "[ \"temperature >= -80\" ]",
            "Each must be true of a good event."),
    MQTT(
            "mqtt",
            "a mapping",
            "none",
            "{ topic: \"sensors/{sensor_id}\" }",
            "Which [MQTT](mqtt.md) messages become events of this stream. `append` only."),
    MQTT_TOPIC(
            "mqtt.topic",
            "a template of topics or a list of them",
            null,
            "\"sensors/{sensor_id}\"",
            "The topics. A level is plain text, `{column}`, whose text is that column's value, or `+` for any."),
    MQTT_PAYLOAD(
            "mqtt.payload",
            "json, avro, protobuf or framed",
            "json",
            "avro",
            "What the [messages](mqtt.md#payloads) are written in."),
    MQTT_SAMPLES(
            "mqtt.samples",
            "a column or a list of columns",
            "none",
            "[ vibration, temperature ]",
            "The columns of each sample of a [burst](mqtt.md#bursts), in this order."),
    MQTT_QOS(
            "mqtt.qos",
            "0 or 1",
            "0",
            "1",
            "The least quality of service that is taken; messages of QoS 0 can be lost.");

    private final String key;
    private final String type;
    private final @Nullable String defaultValue;
    private final String example;
    private final String description;

    StreamOption(String key, String type, @Nullable String defaultValue, String example, String description) {
        this.key = key;
        this.type = type;
        this.defaultValue = defaultValue;
        this.example = example;
        this.description = description;
    }

    /** The key, for instance {@code time.disorder}: within {@code time}, {@code disorder}. */
    public String key() {
        return key;
    }

    /** What its value is, in a few words. */
    public String type() {
        return type;
    }

    /** What holds when it is absent; null if it must be there (a nested one: where its parent is). */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    public String example() {
        return example;
    }

    /** One or more sentences in Markdown. */
    public String description() {
        return description;
    }

    /** The last part of the key: what stands in the mapping. */
    String nameInMapping() {
        return key.substring(key.indexOf('.') + 1);
    }

    /** The names within {@code parent}'s mapping, or of the file itself if it is null. */
    static List<String> namesWithin(@Nullable StreamOption parent) {
        String prefix = parent == null ? "" : parent.key + ".";
        return Arrays.stream(values())
                .filter(option -> option.key.startsWith(prefix)
                        && option.key.indexOf('.', prefix.length()) < 0
                        && option != parent)
                .map(option -> option.key.substring(prefix.length()))
                .toList();
    }
}
