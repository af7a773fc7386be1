package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import dev.weir.contract.event.RejectCode;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/** Builds the writers of values with parts; {@link AvroScalarWriters} builds the others. */
final class AvroWriters {

    private AvroWriters() {}

    static ValueWriter of(Schema schema, LogicalType type) {
        return switch (schema.getType()) {
            case UNION -> union(schema.getTypes(), type);
            case RECORD -> record(schema.getFields(), (RowType) type);
            case ARRAY -> array(schema, (ArrayType) type);
            case MAP -> map(schema, (MapType) type);
            default -> {
                ValueWriter writer = AvroScalarWriters.of(schema);
                yield (value, out) -> writer.write(present(value), out);
            }
        };
    }

    private static Object present(@Nullable Object value) throws Rejection {
        if (value == null) {
            throw new Rejection(RejectCode.MISSING_FIELD, "a value", "null");
        }
        return value;
    }

    /** One type, or one and null, in either order. */
    private static ValueWriter union(List<Schema> branches, LogicalType type) {
        int empty = -1;
        int full = -1;
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).getType() == Schema.Type.NULL) {
                empty = i;
            } else {
                full = i;
            }
        }
        int nullBranch = empty;
        int valueBranch = full;
        ValueWriter writer = of(branches.get(valueBranch), type);
        return (value, out) -> {
            if (value == null && nullBranch >= 0) {
                out.writeLong(nullBranch);
            } else {
                out.writeLong(valueBranch);
                writer.write(value, out);
            }
        };
    }

    private static ValueWriter record(List<Schema.Field> fields, RowType type) {
        ValueWriter[] writers = new ValueWriter[fields.size()];
        RowData.FieldGetter[] getters = new RowData.FieldGetter[writers.length];
        String[] names = new String[writers.length];
        for (int i = 0; i < writers.length; i++) {
            names[i] = fields.get(i).name();
            writers[i] = of(fields.get(i).schema(), type.getTypeAt(i));
            getters[i] = RowData.createFieldGetter(type.getTypeAt(i).copy(true), i);
        }
        return (value, out) -> {
            RowData row = (RowData) present(value);
            int i = 0;
            try {
                for (; i < writers.length; i++) {
                    writers[i].write(getters[i].getFieldOrNull(row), out);
                }
            } catch (Rejection rejection) {
                throw rejection.inField(names[i]);
            }
        };
    }

    private static ValueWriter array(Schema schema, ArrayType type) {
        ValueWriter element = of(schema.getElementType(), type.getElementType());
        ArrayData.ElementGetter getter =
                ArrayData.createElementGetter(type.getElementType().copy(true));
        return (value, out) -> {
            ArrayData array = (ArrayData) present(value);
            writeBlock(array.size(), out);
            int i = 0;
            try {
                for (; i < array.size(); i++) {
                    element.write(getter.getElementOrNull(array, i), out);
                }
            } catch (Rejection rejection) {
                throw rejection.inElement(i);
            }
            endBlocks(out);
        };
    }

    private static ValueWriter map(Schema schema, MapType type) {
        ValueWriter element = of(schema.getValueType(), type.getValueType());
        ArrayData.ElementGetter getter =
                ArrayData.createElementGetter(type.getValueType().copy(true));
        return (value, out) -> {
            MapData map = (MapData) present(value);
            ArrayData keys = map.keyArray();
            ArrayData values = map.valueArray();
            writeBlock(map.size(), out);
            int i = 0;
            try {
                for (; i < map.size(); i++) {
                    StringData key = keys.isNullAt(i) ? null : keys.getString(i);
                    AvroScalarWriters.writeText((StringData) present(key), out);
                    element.write(getter.getElementOrNull(values, i), out);
                }
            } catch (Rejection rejection) {
                throw rejection.inElement(i);
            }
            endBlocks(out);
        };
    }

    private static void writeBlock(int size, AvroOutput out) {
        if (size > 0) {
            out.writeLong(size);
        }
    }

    private static void endBlocks(AvroOutput out) {
        out.writeLong(0);
    }
}
