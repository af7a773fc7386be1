package dev.weir.operate.leak;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.log.CommittedLog;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** When rows say that they were known, beside when the broker took their records. */
final class RowStamps {

    private final Map<Integer, NavigableMap<Long, LookedAt>> rows = new TreeMap<>();

    void row(LookedAt row) {
        rows.computeIfAbsent(row.partition(), unused -> new TreeMap<>()).put(row.offset(), row);
    }

    /** Of records that the log has no more, rows are the only witness. */
    void compare(CommittedLog log, String topic, Findings findings)
            throws KafkaUnavailableException, RegistryUnavailableException {
        for (Map.Entry<Integer, CommittedLog.Extent> partition :
                log.extents(topic).entrySet()) {
            NavigableMap<Long, LookedAt> of = rows.get(partition.getKey());
            if (of != null) {
                log.read(
                        topic,
                        partition.getKey(),
                        partition.getValue().start(),
                        Math.min(of.lastKey() + 1, partition.getValue().committed()),
                        record -> {
                            LookedAt row = of.get(record.offset());
                            if (row != null && row.known() != record.appendTime()) {
                                findings.add(row.finding(
                                        row.known() < record.appendTime() ? Kind.LEAK : Kind.UNEXPLAINED,
                                        topic,
                                        "the broker took its record at " + Instant.ofEpochMilli(record.appendTime())));
                            }
                        });
            }
        }
    }
}
