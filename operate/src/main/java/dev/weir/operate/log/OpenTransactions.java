package dev.weir.operate.log;

import dev.weir.contract.publish.KafkaUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the transactions that are open in partitions, and whose they are. */
final class OpenTransactions {

    private final Admin admin;

    OpenTransactions(Admin admin) {
        this.admin = admin;
    }

    List<OpenTransaction> in(Set<String> topics, CommittedLog log) throws KafkaUnavailableException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : new TreeSet<>(topics)) {
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

    private List<OpenTransaction> described(Map<Long, List<String>> open) throws KafkaUnavailableException {
        Map<Long, String> ids = new HashMap<>();
        for (TransactionListing listing : KafkaCommittedLog.get(
                admin.listTransactions(new ListTransactionsOptions().filterProducerIds(open.keySet()))
                        .all(),
                "list its transactions")) {
            ids.put(listing.producerId(), listing.transactionalId());
        }
        Map<String, TransactionDescription> descriptions = ids.isEmpty()
                ? Map.of()
                : KafkaCommittedLog.get(admin.describeTransactions(ids.values()).all(), "describe its transactions");
        List<OpenTransaction> transactions = new ArrayList<>();
        open.forEach((producer, partitions) -> {
            String id = ids.get(producer);
            transactions.add(transaction(producer, id, id == null ? null : descriptions.get(id), partitions));
        });
        return transactions;
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
