package dev.weir.codec.protobuf;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.weir.contract.FieldType;
import dev.weir.contract.ProtobufStreamSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field of a pair of schemas.
 *
 * @param number the writer's, or {@link #UNWRITTEN}
 * @param form null if only the careful reader can read its values
 * @param column what it is read into; null if nobody asks for it
 * @param symbols of an enumeration in the reader's schema
 * @param rivals the columns of those others of which only one can be there
 */
record WireField(
        int number,
        @Nullable WireForm form,
        @Nullable Target column,
        @Nullable EnumSymbols symbols,
        List<Target> rivals) {

    /** Of a field that only the reader has. */
    static final int UNWRITTEN = 0;

    /** @param absent what is in the column if the record doesn't have the field, as {@code Column.setInternal} takes it */
    record Target(int position, FieldType type, @Nullable Object absent) {}

    /**
     * The writer's fields in the order of their numbers, then the columns that it lacks. Empty if every record must be
     * refused, since two fields of the same number don't fit.
     */
    static Optional<List<WireField>> all(
            ProtobufStreamSchema writer, ProtobufStreamSchema reader, List<String> columns) {
        List<FieldDescriptor> written = writer.message().getFields().stream()
                .sorted(Comparator.comparingInt(FieldDescriptor::getNumber))
                .toList();
        if (!written.stream().allMatch(field -> canBeAbsent(field, reader))) {
            return Optional.empty();
        }
        List<WireField> fields = new ArrayList<>();
        for (FieldDescriptor field : written) {
            fields.add(of(field, reader, columns));
        }
        for (String column : columns) {
            FieldDescriptor read = reader.message().findFieldByName(column);
            if (writer.message().findFieldByNumber(read.getNumber()) == null) {
                FieldType.Field field = reader.fields().find(column).orElseThrow();
                Target target = new Target(columns.indexOf(column), field.type(), zero(field));
                fields.add(new WireField(UNWRITTEN, null, target, null, List.of()));
            }
        }
        return Optional.of(fields);
    }

    /** A field without presence has a value in every record, which must be one of the reader's. */
    private static boolean canBeAbsent(FieldDescriptor written, ProtobufStreamSchema reader) {
        FieldDescriptor read = reader.message().findFieldByNumber(written.getNumber());
        if (read == null || written.hasPresence()) {
            return true;
        } else if (written.isRepeated() || read.isRepeated()) {
            return written.isRepeated() == read.isRepeated() && written.isMapField() == read.isMapField();
        }
        WireForm form = WireForm.of(written, read, type(read, reader));
        return form != null && (form != WireForm.SYMBOL || zeroSymbol(written, read) != null);
    }

    private static WireField of(FieldDescriptor written, ProtobufStreamSchema reader, List<String> columns) {
        FieldDescriptor read = reader.message().findFieldByNumber(written.getNumber());
        WireForm form = WireForm.of(written, read, read == null ? null : type(read, reader));
        EnumSymbols symbols = form == WireForm.SYMBOL && read != null ? new EnumSymbols(read.getEnumType()) : null;
        OneofDescriptor choice = written.getContainingOneof();
        List<Target> rivals = new ArrayList<>();
        if (choice != null) {
            for (FieldDescriptor other : choice.getFields()) {
                Target target = other == written ? null : target(other, reader, columns);
                if (target != null) {
                    rivals.add(target);
                }
            }
        }
        return new WireField(written.getNumber(), form, target(written, reader, columns), symbols, rivals);
    }

    private static @Nullable Target target(FieldDescriptor written, ProtobufStreamSchema reader, List<String> columns) {
        FieldDescriptor read = reader.message().findFieldByNumber(written.getNumber());
        int position = read == null ? -1 : columns.indexOf(read.getName());
        if (read == null || position < 0) {
            return null;
        }
        FieldType.Field field = reader.fields().find(read.getName()).orElseThrow();
        Object absent = written.hasPresence()
                ? zero(field)
                : read.getType() == FieldDescriptor.Type.ENUM && !read.isRepeated()
                        ? zeroSymbol(written, read)
                        : ProtobufZero.of(field.type());
        return new Target(position, field.type(), absent);
    }

    private static FieldType type(FieldDescriptor read, ProtobufStreamSchema reader) {
        return reader.fields().find(read.getName()).orElseThrow().type();
    }

    private static @Nullable Object zero(FieldType.Field field) {
        return field.nullable() ? null : ProtobufZero.of(field.type());
    }

    private static byte @Nullable [] zeroSymbol(FieldDescriptor written, FieldDescriptor read) {
        int number = ((EnumValueDescriptor) written.getDefaultValue()).getNumber();
        return new EnumSymbols(read.getEnumType()).find(number);
    }
}
