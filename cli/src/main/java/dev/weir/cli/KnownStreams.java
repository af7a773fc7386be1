package dev.weir.cli;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.NearestName;
import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.ContractLog;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.stack.LocalStack;
import java.util.Map;
import java.util.TreeMap;

/** The streams that are published, under the names that people know them by: {@code orders}, {@code orders$dead}. */
final class KnownStreams {

    private final Map<String, StreamContract> byName = new TreeMap<>();

    KnownStreams(Iterable<StreamContract> published) {
        for (StreamContract contract : published) {
            byName.put(contract.name(), contract);
            byName.put(contract.name() + "$dead", DeadLetter.contractFor(contract));
        }
    }

    /** As they are now. */
    static KnownStreams load(LocalStack stack) throws KafkaUnavailableException {
        try (ContractLog log = ContractLog.follow(stack.kafka())) {
            return new KnownStreams(log.current().values().stream()
                    .map(PublishedContract::contract)
                    .toList());
        }
    }

    /**
     * The contract of a stream; {@code orders.dead} is {@code orders$dead}, whose {@code $} shells take for their own.
     *
     * @throws CommandFailure if there is no such stream
     */
    StreamContract find(String name) {
        StreamContract contract = byName.get(name.replace('.', '$'));
        if (contract == null) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "There is no stream '" + name + "'."
                            + (byName.isEmpty()
                                    ? " No stream is published yet: ./weir apply DIR does that."
                                    : NearestName.hint(name, byName.keySet())));
        }
        return contract;
    }
}
