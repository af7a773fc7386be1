package dev.weir.contract.event;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.FieldType.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plain value as the library's own value of a field, and back. Made once per field; immutable. */
interface ProtobufField {

    Object write(Object value, FieldPath path) throws RecordRejectedException;

    Object read(Object value, FieldPath path) throws RecordRejectedException;

    /** The plain value of a field that is left out. */
    Object zero();

    /** For the messages within this field's values. */
    default AbsentValues absentValues() {
        return AbsentValues.NONE;
    }

    static ProtobufField of(FieldDescriptor field, FieldType type) {
        if (type instanceof MapOf map) {
            return new MapField(field, one(field.getMessageType().findFieldByNumber(2), map.value()));
        }
        if (type instanceof ListOf list) {
            return new ListField(one(field, list.element()));
        }
        return one(field, type);
    }

    private static ProtobufField one(FieldDescriptor field, FieldType type) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return new ProtobufScalar(field, type);
        }
        Descriptor message = field.getMessageType();
        if (type instanceof Struct struct) {
            return new MessageField(new ProtobufStruct(message, struct));
        }
        if (type instanceof Timestamp) {
            return new ProtobufTimestamp(message);
        }
        FieldDescriptor wrapped = message.findFieldByNumber(1);
        return new WrapperField(message, wrapped, new ProtobufScalar(wrapped, type));
    }

    /** Several values. */
    record ListField(ProtobufField element) implements ProtobufField {

        @Override
        public Object write(Object value, FieldPath path) throws RecordRejectedException {
            List<Object> written = new ArrayList<>();
            for (Object each : (List<?>) value) {
                path.enterElement(written.size());
                written.add(element.write(each, path));
                path.leave();
            }
            return written;
        }

        @Override
        public Object read(Object value, FieldPath path) throws RecordRejectedException {
            List<Object> read = new ArrayList<>();
            for (Object each : (List<?>) value) {
                path.enterElement(read.size());
                read.add(element.read(each, path));
                path.leave();
            }
            return read;
        }

        @Override
        public Object zero() {
            return List.of();
        }

        @Override
        public AbsentValues absentValues() {
            return element.absentValues();
        }
    }

    /** A map with string keys; the library has it as a list of entries. */
    record MapField(FieldDescriptor field, ProtobufField value) implements ProtobufField {

        @Override
        public Object write(Object map, FieldPath path) throws RecordRejectedException {
            Descriptor entry = field.getMessageType();
            List<Object> written = new ArrayList<>();
            for (Map.Entry<?, ?> each : ((Map<?, ?>) map).entrySet()) {
                path.enterEntry(written.size());
                written.add(DynamicMessage.newBuilder(entry)
                        .setField(entry.findFieldByNumber(1), each.getKey())
                        .setField(entry.findFieldByNumber(2), value.write(each.getValue(), path))
                        .build());
                path.leave();
            }
            return written;
        }

        @Override
        public Object read(Object entries, FieldPath path) throws RecordRejectedException {
            Map<String, Object> read = new LinkedHashMap<>();
            for (Object each : (List<?>) entries) {
                Message entry = (Message) each;
                Descriptor type = entry.getDescriptorForType();
                path.enterEntry(read.size());
                read.put(
                        (String) entry.getField(type.findFieldByNumber(1)),
                        value.read(entry.getField(type.findFieldByNumber(2)), path));
                path.leave();
            }
            return read;
        }

        @Override
        public Object zero() {
            return Map.of();
        }

        @Override
        public AbsentValues absentValues() {
            return value.absentValues();
        }
    }

    /** A message within the message. */
    record MessageField(ProtobufStruct struct) implements ProtobufField {

        @Override
        public Object write(Object value, FieldPath path) throws RecordRejectedException {
            return struct.message((StructValue) value, path);
        }

        @Override
        public Object read(Object value, FieldPath path) throws RecordRejectedException {
            return struct.value((Message) value, path);
        }

        @Override
        public Object zero() {
            throw new IllegalStateException("a message that is left out is null");
        }

        @Override
        public AbsentValues absentValues() {
            return struct;
        }
    }

    /** {@code google.protobuf.StringValue} and its kind: a value that may be absent. */
    record WrapperField(Descriptor message, FieldDescriptor wrapped, ProtobufScalar scalar) implements ProtobufField {

        @Override
        public Object write(Object value, FieldPath path) throws RecordRejectedException {
            return DynamicMessage.newBuilder(message)
                    .setField(wrapped, scalar.write(value, path))
                    .build();
        }

        @Override
        public Object read(Object value, FieldPath path) throws RecordRejectedException {
            return scalar.read(((Message) value).getField(wrapped), path);
        }

        @Override
        public Object zero() {
            return scalar.zero();
        }
    }
}
