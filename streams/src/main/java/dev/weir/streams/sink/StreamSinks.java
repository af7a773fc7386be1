package dev.weir.streams.sink;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.log.RecordLog;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.data.RowData;

/** Writes streams: what a checkpoint covers is committed after it, unless the log shows results at once. */
public final class StreamSinks {

    private StreamSinks() {}

    /**
     * Adds the sink of a stream; the caller gives it its uid.
     *
     * @param rows have all columns of the contract; DELETE becomes a tombstone
     * @param table that is written, as the operator's name says
     * @param name tells the sinks of one job apart
     */
    public static DataStreamSink<RowData> write(
            DataStream<RowData> rows, StreamContract contract, RecordLog log, String table, String name) {
        RecordSerializer serializer = new RecordSerializer(new PortableContract(contract), log.registry());
        return rows.sinkTo(log.resultSink(contract, serializer, name)).name(table + ": write");
    }

    /**
     * Adds the sink of a stream's accounts, which writes dead letters and the ledger exactly once, in the same
     * transactions; the caller gives it its uid.
     *
     * @param accounts rows of a dead letter or of an entry of the ledger, the other being null
     */
    public static DataStreamSink<RowData> writeAccounts(
            DataStream<RowData> accounts, StreamContract contract, RecordLog log) {
        StreamContract dead = DeadLetter.contractFor(contract);
        AccountSerializer serializer = new AccountSerializer(
                new RecordSerializer(new PortableContract(dead), log.registry()),
                new RecordSerializer(new PortableContract(LedgerEntry.ofTopic()), log.registry()));
        DataStream<RowData> handed = switch (log.latency()) {
            case COMMIT -> accounts;
            // To another task: transactions begin and end in the task's thread, and in the source's, events would wait.
            case LOW -> accounts.global();
        };
        return handed.sinkTo(log.sink(dead, serializer, dead.name())).name(contract.name() + "$dead: write");
    }
}
