package dev.weir.operate.leak;

import dev.weir.contract.StreamContract;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.RowReader;
import java.io.IOException;
import java.util.Map;

/** Every row that a stream in Kafka still has, whichever of its key it is. */
public final class StreamRows implements FeatureRows {

    private final CommittedLog log;
    private final StreamContract stream;
    private final RowReader rows;

    public StreamRows(CommittedLog log, SchemaRegistry registry, StreamContract stream) {
        this.log = log;
        this.stream = stream;
        rows = new RowReader(registry, stream.schema());
    }

    @Override
    public String place() {
        return "stream " + stream.name();
    }

    @Override
    public void forEach(Visitor visitor) throws IOException, KafkaUnavailableException, RegistryUnavailableException {
        for (Map.Entry<Integer, CommittedLog.Extent> each :
                log.extents(stream.topic()).entrySet()) {
            int partition = each.getKey();
            log.read(
                    stream.topic(),
                    partition,
                    each.getValue().start(),
                    each.getValue().committed(),
                    record -> {
                        if (record.heartbeat() != null || record.value() == null) {
                            return;
                        }
                        try {
                            visitor.row(new Row(
                                    partition, record.offset(), record.appendTime(), rows.read(record.value())));
                        } catch (RecordRejectedException e) {
                            // The audit of accounts and tables says so.
                            return;
                        }
                    });
        }
    }
}
