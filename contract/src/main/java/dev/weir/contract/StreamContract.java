package dev.weir.contract;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream's contract, checked: every column it names exists in {@code schema} and has a fitting type.
 *
 * @param name the stream's name, also its topic's and its table's
 * @param key the columns of the record key; empty if records have none (append only)
 * @param time null if the stream has no event time
 * @param identity null if repeats can't be told
 * @param partitions at least 1
 * @param retention how long records are kept; null for ever
 * @param compatibility what a new schema version must be able to do
 * @param personal columns that are masked for those who may not see them
 * @param rules CEL expressions over the columns, each true for a good event
 * @param mqtt which MQTT messages become events of it; null for none
 */
public record StreamContract(
        String name,
        Mode mode,
        StreamSchema schema,
        List<String> key,
        @Nullable EventTime time,
        @Nullable Identity identity,
        int partitions,
        @Nullable Duration retention,
        Compatibility compatibility,
        List<String> personal,
        List<String> rules,
        @Nullable MqttMapping mqtt) {

    public StreamContract {
        key = List.copyOf(key);
        personal = List.copyOf(personal);
        rules = List.copyOf(rules);
    }

    /** The contract of a stream that nothing comes into over MQTT. */
    public StreamContract(
            String name,
            Mode mode,
            StreamSchema schema,
            List<String> key,
            @Nullable EventTime time,
            @Nullable Identity identity,
            int partitions,
            @Nullable Duration retention,
            Compatibility compatibility,
            List<String> personal,
            List<String> rules) {
        this(name, mode, schema, key, time, identity, partitions, retention, compatibility, personal, rules, null);
    }

    /** The same contract for a stream of another name; the topics stay with this one. */
    public StreamContract named(String other) {
        return new StreamContract(
                other, mode, schema, key, time, identity, partitions, retention, compatibility, personal, rules);
    }

    public String topic() {
        return name;
    }

    /** The topic of this stream's dead events, as {@link DeadLetter} describes it. */
    public String deadTopic() {
        return name + ".dead";
    }

    /** The registry's subject of the record value (Confluent's TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }
}
