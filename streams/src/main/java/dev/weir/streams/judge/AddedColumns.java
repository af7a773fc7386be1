package dev.weir.streams.judge;

import dev.weir.codec.FlinkTypes;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.streams.fate.Fate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.RowType.RowField;

/** Columns that rows have behind those of their stream. */
public enum AddedColumns {
    NONE(List.of()),

    /**
     * What became of an event and where it is: {@code $fate} is the name of a {@link Fate}; {@code $append_time} is when
     * the broker took it.
     */
    FATE(List.of(
            field("$fate", Scalar.STRING),
            field("$partition", Scalar.INT32),
            field("$offset", Scalar.INT64),
            field("$append_time", new FieldType.Timestamp(3)))),

    /**
     * Each change of a key is a row of its own: {@code revision}, its offset, grows with each; {@code known_at} is when the
     * broker took it; {@code deleted} rows end their key and have its columns only; {@code kafka_partition} is where it is.
     */
    REVISION(List.of(
            field("revision", Scalar.INT64),
            field("known_at", new FieldType.Timestamp(3)),
            field("deleted", Scalar.BOOLEAN),
            field("kafka_partition", Scalar.INT32))),

    /** Where an event is, and when the broker took it, for tables that keep it. */
    POSITION(List.of(
            field("known_at", new FieldType.Timestamp(3)),
            field("kafka_partition", Scalar.INT32),
            field("kafka_offset", Scalar.INT64)));

    private final List<Field> fields;

    AddedColumns(List<Field> fields) {
        this.fields = fields;
    }

    public List<Field> fields() {
        return fields;
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** As Flink's rows have them; none is ever null. */
    public List<RowField> rowFields() {
        return FlinkTypes.rowType(new Struct(fields)).getFields();
    }

    /** The fields of a stream and these. */
    public Struct behind(Struct stream) {
        return new Struct(
                Stream.concat(stream.fields().stream(), fields.stream()).toList());
    }

    private static Field field(String name, FieldType type) {
        return new Field(name, type, false, null);
    }
}
