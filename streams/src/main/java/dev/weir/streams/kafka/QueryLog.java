package dev.weir.streams.kafka;

import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.StreamsConfig;
import dev.weir.streams.judge.Reading;
import dev.weir.streams.log.RecordLog;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.table.data.RowData;

/** The streams in Kafka as a query at hand looks at them: it commits no offsets and leaves dead letters to pipelines. */
public final class QueryLog implements RecordLog {

    private static final Duration PARTITION_DISCOVERY = Duration.ofMinutes(1);

    private final StreamsConfig config;
    private final QueryStart start;
    private final boolean follow;

    /**
     * @param start where reading begins; the config's own start position doesn't count
     * @param follow false to end with what is committed when the query starts
     */
    public QueryLog(StreamsConfig config, QueryStart start, boolean follow) {
        this.config = config;
        this.start = start;
        this.follow = follow;
    }

    @Override
    public PortableRegistry registry() {
        return PortableRegistry.of(config.registry());
    }

    @Override
    public boolean keepsAccounts() {
        return false;
    }

    @Override
    public String ledgerName() {
        return "";
    }

    @Override
    public Source<RowData, ?, ?> source(StreamContract contract, Reading reading) {
        Properties properties = config.clientProperties();
        properties.setProperty(
                KafkaSourceOptions.CLIENT_ID_PREFIX.key(), config.applicationId() + "-" + contract.name());
        properties.setProperty(
                KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
                Long.toString(PARTITION_DISCOVERY.toMillis()));
        return new StreamSource(
                contract.topic(),
                reading,
                new QueryOffsets(start),
                follow ? null : new CommittedEnd(config.clientProperties()),
                properties);
    }

    /** For plans that are only shown. */
    @Override
    public Sink<RowData> sink(
            StreamContract contract, KafkaRecordSerializationSchema<RowData> serializer, String name) {
        return new KafkaLog(config).sink(contract, serializer, name);
    }
}
