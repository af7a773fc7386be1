package dev.weir.streams.sink;

import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Turns the accounts of a stream into records of its dead letters and of the ledger. */
final class AccountSerializer implements KafkaRecordSerializationSchema<RowData> {

    private static final long serialVersionUID = 1;
    private static final int DEAD = 0;
    private static final int LEDGER = 1;

    private final RecordSerializer dead;
    private final RecordSerializer ledger;

    AccountSerializer(RecordSerializer dead, RecordSerializer ledger) {
        this.dead = dead;
        this.ledger = ledger;
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext) throws Exception {
        dead.open(context, sinkContext);
        ledger.open(context, sinkContext);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(RowData account, KafkaSinkContext context, Long timestamp) {
        return account.isNullAt(DEAD)
                ? ledger.serialize(account.getRow(LEDGER, ledger.columns()), context, timestamp)
                : dead.serialize(account.getRow(DEAD, dead.columns()), context, timestamp);
    }
}
