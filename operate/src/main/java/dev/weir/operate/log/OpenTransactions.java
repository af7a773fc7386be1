package dev.weir.operate.log;

import dev.weir.contract.publish.KafkaUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Finds the transactions that are open in partitions, and whose they are. */
final class OpenTransactions {

    private final Admin admin;

    OpenTransactions(Admin admin) {
        this.admin = admin;
    }

    /** Those that are open in these topics, and those of this pipeline wherever they are. */
    List<OpenTransaction> in(Set<String> topics, String pipeline, CommittedLog log) throws KafkaUnavailableException {
        Set<String> all = new TreeSet<>(topics);
        all.addAll(topicsOf(pipeline));
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : all) {
            log.extents(topic).keySet().forEach(partition -> partitions.add(new TopicPartition(topic, partition)));
        }
        Map<Long, List<String>> open = new TreeMap<>();
        Map<TopicPartition, PartitionProducerState> producers =
                KafkaCommittedLog.get(admin.describeProducers(partitions).all(), "name the producers of partitions");
        for (TopicPartition partition : partitions) {
            for (ProducerState producer : producers.get(partition).activeProducers()) {
                OptionalLong first = producer.currentTransactionStartOffset();
                if (first.isPresent()) {
                    open.computeIfAbsent(producer.producerId(), unused -> new ArrayList<>())
                            .add(partition + "@" + first.getAsLong());
                }
            }
        }
        return open.isEmpty() ? List.of() : described(open);
    }

    /** Where a pipeline has transactions open. */
    private Set<String> topicsOf(String pipeline) throws KafkaUnavailableException {
        List<String> ids = KafkaCommittedLog.get(
                        admin.listTransactions(
                                        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                                .all(),
                        "list its transactions")
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> pipeline.equals(OpenTransaction.pipeline(id)))
                .toList();
        Set<String> topics = new HashSet<>();
        describe(ids)
                .values()
                .forEach(transaction ->
                        transaction.topicPartitions().forEach(partition -> topics.add(partition.topic())));
        return topics;
    }

    private List<OpenTransaction> described(Map<Long, List<String>> open) throws KafkaUnavailableException {
        Map<Long, String> ids = new HashMap<>();
        for (TransactionListing listing : KafkaCommittedLog.get(
                admin.listTransactions(new ListTransactionsOptions().filterProducerIds(open.keySet()))
                        .all(),
                "list its transactions")) {
            ids.put(listing.producerId(), listing.transactionalId());
        }
        Map<String, TransactionDescription> descriptions = describe(ids.values());
        List<OpenTransaction> transactions = new ArrayList<>();
        open.forEach((producer, partitions) -> {
            String id = ids.get(producer);
            transactions.add(transaction(producer, id, id == null ? null : descriptions.get(id), partitions));
        });
        return transactions;
    }

    /** What Kafka still knows of them. */
    private Map<String, TransactionDescription> describe(Iterable<String> ids) throws KafkaUnavailableException {
        Set<String> asked = new HashSet<>();
        ids.forEach(asked::add);
        Map<String, TransactionDescription> descriptions = new HashMap<>();
        if (asked.isEmpty()) {
            return descriptions;
        }
        var answers = admin.describeTransactions(asked);
        for (String id : asked) {
            KafkaFuture<TransactionDescription> answer = answers.description(id);
            try {
                descriptions.put(id, KafkaCommittedLog.get(answer, "describe its transactions"));
            } catch (KafkaUnavailableException e) {
                if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw e;
                }
            }
        }
        return descriptions;
    }

    private static OpenTransaction transaction(
            long producer, @Nullable String id, @Nullable TransactionDescription description, List<String> partitions) {
        Instant since = description == null
                        || description.transactionStartTimeMs().isEmpty()
                ? null
                : Instant.ofEpochMilli(description.transactionStartTimeMs().getAsLong());
        String state = description == null ? null : description.state().toString();
        return new OpenTransaction(id, producer, state, since, partitions);
    }
}
