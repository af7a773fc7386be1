package dev.weir.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object as a record: fields in any order, each at most once, none unknown, absent ones by the schema. */
final class JsonStructReader implements JsonValueReader {

    private final Struct type;
    private final StructNames names;
    private final Field[] fields;
    private final JsonValueReader[] readers;
    private final @Nullable Object[] absent;
    private final boolean[] required;

    JsonStructReader(Struct type, AbsentValues absentValues) {
        this.type = type;
        names = new StructNames(type);
        fields = type.fields().toArray(Field[]::new);
        readers = new JsonValueReader[fields.length];
        absent = new Object[fields.length];
        required = new boolean[fields.length];
        for (int i = 0; i < fields.length; i++) {
            String name = fields[i].name();
            readers[i] = JsonValueReader.of(fields[i].type(), absentValues.within(name));
            required[i] = absentValues.required(name);
            absent[i] = required[i] ? null : absentValues.value(name);
        }
    }

    @Override
    public StructValue read(JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw JsonFound.wrongType(parser, path, type);
        }
        StructMembers members = begin();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            readMember(name, parser, path, members);
        }
        return complete(members, path);
    }

    /** For a record whose members are read one by one. */
    StructMembers begin() {
        return new StructMembers(fields.length);
    }

    /** Reads the value that comes next. */
    void readMember(String name, JsonParser parser, FieldPath path, StructMembers members)
            throws IOException, RecordRejectedException {
        path.enterField(name);
        int position = names.position(name);
        if (position < 0) {
            throw unknown(path, name);
        }
        if (members.has(position)) {
            throw path.rejected(RejectCode.MALFORMED, "each field once", "it for the second time");
        }
        parser.nextToken();
        members.put(position, readValue(position, parser, path));
        path.leave();
    }

    /** The value of a field, whose first token is current. */
    @Nullable
    Object readValue(int position, JsonParser parser, FieldPath path) throws IOException, RecordRejectedException {
        Field field = fields[position];
        return JsonValueReader.readOrNull(parser, path, field.type(), field.nullable(), readers[position]);
    }

    /** The record; what wasn't there is what its schema says of absent fields. */
    StructValue complete(StructMembers members, FieldPath path) throws RecordRejectedException {
        for (int i = 0; i < fields.length; i++) {
            if (!members.has(i)) {
                if (required[i]) {
                    path.enterField(fields[i].name());
                    throw path.rejected(RejectCode.MISSING_FIELD, TypeName.of(fields[i].type()), "nothing");
                }
                members.put(i, absent[i]);
            }
        }
        return new StructValue(names, members.values());
    }

    private RecordRejectedException unknown(FieldPath path, String name) {
        String expected = "a field of the schema"
                + names.nearest(name)
                        .map(known -> "; did you mean '" + known + "'?")
                        .orElse("");
        return path.rejected(RejectCode.UNKNOWN_FIELD, expected, "an unknown field");
    }
}
