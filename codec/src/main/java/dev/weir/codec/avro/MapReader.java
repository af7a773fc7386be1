package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.GenericMapData;
import org.jspecify.annotations.Nullable;

/**
 * Of entries with the same key the last one counts, as in Avro's own reader.
 *
 * @param minimum the fewest bytes that an entry takes
 */
record MapReader(ValueReader value, int minimum) implements ValueReader {

    @Override
    public GenericMapData read(AvroInput in) throws Rejection {
        Map<Object, @Nullable Object> entries = new HashMap<>();
        int index = 0;
        try {
            for (int block = in.readBlock(minimum); block > 0; block = in.readBlock(minimum)) {
                for (int end = index + block; index < end; index++) {
                    entries.put(PlainReader.STRING.read(in), value.read(in));
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inElement(index);
        }
        return new GenericMapData(entries);
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        int index = 0;
        try {
            for (int block = in.readBlock(minimum); block > 0; block = in.readBlock(minimum)) {
                for (int end = index + block; index < end; index++) {
                    PlainReader.STRING.skip(in);
                    value.skip(in);
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inElement(index);
        }
    }
}
