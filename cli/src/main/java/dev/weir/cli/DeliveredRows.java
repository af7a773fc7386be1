package dev.weir.cli;

import dev.weir.operate.leak.FeatureRows;
import dev.weir.pipeline.TableFile;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as deliveries to the lake write them, of a table or of what was exported of it. */
final class DeliveredRows implements FeatureRows {

    private static final String KNOWN_AT = "known_at";
    private static final String PARTITION = "kafka_partition";
    private static final String DELETED = "deleted";

    /** Opens them. */
    interface Source {
        TableFile open() throws IOException;
    }

    private final String place;
    private final Source source;

    DeliveredRows(String place, Source source) {
        this.place = place;
        this.source = source;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        try (TableFile file = source.open()) {
            if (file.size() == 0) {
                return;
            }
            List<String> names = file.columns();
            String offset = names.contains("revision") ? "revision" : "kafka_offset";
            if (!names.containsAll(List.of(KNOWN_AT, PARTITION, offset))) {
                throw new IOException(place + " has no columns " + KNOWN_AT + ", " + PARTITION + " and " + offset
                        + ", as what weir features export writes has.");
            }
            List<@Nullable Object> values = file.next();
            while (values != null) {
                Map<String, @Nullable Object> columns = new HashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    columns.put(names.get(i), values.get(i));
                }
                if (!Boolean.TRUE.equals(columns.get(DELETED))) {
                    visitor.row(new Row(
                            ((Number) value(columns, PARTITION)).intValue(),
                            ((Number) value(columns, offset)).longValue(),
                            Instant.parse(value(columns, KNOWN_AT).toString()).toEpochMilli(),
                            columns));
                }
                values = file.next();
            }
        }
    }

    private Object value(Map<String, @Nullable Object> columns, String name) throws IOException {
        Object value = columns.get(name);
        if (value == null) {
            throw new IOException("A row of " + place + " has no " + name + ".");
        }
        return value;
    }
}
