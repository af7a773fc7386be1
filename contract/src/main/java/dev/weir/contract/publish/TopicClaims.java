package dev.weir.contract.publish;

import dev.weir.contract.Problem;
import dev.weir.contract.ProblemCode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.TopicTemplate;
import dev.weir.contract.file.ContractSource;
import dev.weir.contract.file.StreamOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which streams take in which MQTT topics: no two the same, or it would be chance which of them gets a message. */
final class TopicClaims {

    private final Map<String, StreamContract> streams = new HashMap<>();

    /**
     * @param inForce all contracts
     * @param sources that shall be in force
     */
    TopicClaims(Collection<PublishedContract> inForce, List<ContractSource> sources) {
        inForce.forEach(published -> streams.put(published.contract().name(), published.contract()));
        sources.forEach(source -> streams.put(source.contract().name(), source.contract()));
    }

    /** What stands against a contract. */
    List<Problem> problems(ContractSource source) {
        List<Problem> problems = new ArrayList<>();
        for (TopicTemplate topic : topics(source.contract())) {
            streams.values().stream()
                    .filter(other -> !other.name().equals(source.contract().name()))
                    .filter(other ->
                            topics(other).stream().anyMatch(each -> each.shape().equals(topic.shape())))
                    .findFirst()
                    .ifPresent(other -> problems.add(source.problemAt(
                            StreamOption.MQTT,
                            ProblemCode.TOPIC_TAKEN,
                            "Topic '" + topic + "' fits the same MQTT topics as one of stream '" + other.name()
                                    + "'. Give one of them a plain level that the other hasn't, or take the topic out of"
                                    + " that stream first.")));
        }
        return problems;
    }

    private static List<TopicTemplate> topics(StreamContract contract) {
        return contract.mqtt() == null ? List.of() : contract.mqtt().topics();
    }
}
