package dev.weir.operate.leak;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a stream of windows, wherever they are kept. */
public interface FeatureRows {

    /**
     * One row.
     *
     * @param partition of the record that it was
     * @param offset of that record
     * @param known when it says that the broker took it, in milliseconds since 1970-01-01T00:00:00Z
     * @param columns plain values, times also as texts of ISO 8601
     */
    record Row(int partition, long offset, long known, Map<String, @Nullable Object> columns) {}

    /** Is told each row. */
    interface Visitor {
        void row(Row row);
    }

    /** Where they are, for people, as in "the lake's machine_features". */
    String place();

    /**
     * Reads them all.
     *
     * @throws IOException if they can't be read
     */
    void forEach(Visitor visitor) throws IOException, KafkaUnavailableException, RegistryUnavailableException;
}
