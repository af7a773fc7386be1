package dev.weir.capture;

import dev.weir.contract.StreamContract;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once of each column of a table that the contract lacks it, so that it is left out. */
final class UnknownColumns {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownColumns.class);

    private final StreamContract contract;
    private final Set<String> reported = new HashSet<>();
    private @Nullable Schema lastSeen;

    UnknownColumns(StreamContract contract) {
        this.contract = contract;
    }

    void report(CapturedRow row) {
        Schema schema = row.valueSchema();
        if (schema == null || schema == lastSeen || schema.type() != Schema.Type.STRUCT) {
            return;
        }
        lastSeen = schema;
        for (Field field : schema.fields()) {
            boolean known = contract.schema().fields().find(field.name()).isPresent();
            if (!known && reported.add(field.name())) {
                LOG.warn(
                        "A column is left out, since the contract lacks it table={} column={} stream={}",
                        row.table(),
                        field.name(),
                        contract.name());
            }
        }
    }
}
