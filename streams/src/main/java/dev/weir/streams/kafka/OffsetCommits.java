package dev.weir.streams.kafka;

import dev.weir.streams.judge.Batch;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcher;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherTask;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Runs the fetching thread, and lets it tell Kafka how far results are committed, which the consumer's thread must do. */
final class OffsetCommits extends SingleThreadFetcherManager<Batch, KafkaPartitionSplit> {

    OffsetCommits(Supplier<SplitReader<Batch, KafkaPartitionSplit>> fetchers) {
        super(fetchers, new Configuration());
    }

    /** Without fetching thread nothing has been read that could be said. */
    void commit(Map<TopicPartition, OffsetAndMetadata> positions) {
        SplitFetcher<Batch, KafkaPartitionSplit> running = fetchers.get(0);
        if (running == null || positions.isEmpty()) {
            return;
        }
        PartitionFetcher fetcher = (PartitionFetcher) running.getSplitReader();
        running.enqueueTask(new SplitFetcherTask() {
            @Override
            public boolean run() {
                fetcher.commit(positions);
                return true;
            }

            @Override
            public void wakeUp() {
                // It never waits.
            }
        });
    }
}
