package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import java.util.Arrays;
import org.apache.flink.table.data.GenericArrayData;

/**
 * @param minimum the fewest bytes that an element takes
 */
record ArrayReader(ValueReader element, int minimum) implements ValueReader {

    private static final Object[] EMPTY = {};

    @Override
    public GenericArrayData read(AvroInput in) throws Rejection {
        Object[] elements = EMPTY;
        int size = 0;
        try {
            for (int block = in.readBlock(minimum); block > 0; block = in.readBlock(minimum)) {
                int end = size + block;
                if (end > elements.length) {
                    elements = Arrays.copyOf(elements, size == 0 ? end : Math.max(end, 2 * size));
                }
                for (; size < end; size++) {
                    elements[size] = element.read(in);
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inElement(size);
        }
        return new GenericArrayData(size == elements.length ? elements : Arrays.copyOf(elements, size));
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        int index = 0;
        try {
            for (int block = in.readBlock(minimum); block > 0; block = in.readBlock(minimum)) {
                for (int end = index + block; index < end; index++) {
                    element.skip(in);
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inElement(index);
        }
    }
}
