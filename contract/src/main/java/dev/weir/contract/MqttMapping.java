package dev.weir.contract;

import java.util.List;

/**
 * Which MQTT messages become events of a stream, and how.
 *
 * @param topics of the messages; at least one
 * @param samples the columns of each sample of a burst; empty if there are no bursts
 * @param leastQos 1 if messages of quality of service 0 are refused, else 0
 */
public record MqttMapping(List<TopicTemplate> topics, Payload payload, List<String> samples, int leastQos) {

    /** The member of a burst that holds its samples. */
    public static final String SAMPLES = "samples";

    /** The member of a burst that says how far apart its samples are, in milliseconds. */
    public static final String PERIOD = "period_ms";

    /** What a message's payload is written in. */
    public enum Payload {
        JSON,
        /** The bare body of one event in the newest version of the schema. */
        AVRO,
        /** Likewise. */
        PROTOBUF,
        /** One event in Confluent's wire format, of any registered version. */
        FRAMED
    }

    public MqttMapping {
        topics = List.copyOf(topics);
        samples = List.copyOf(samples);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a mapping without a topic");
        }
        if (leastQos < 0 || leastQos > 1) {
            throw new IllegalArgumentException("quality of service " + leastQos);
        }
    }
}
