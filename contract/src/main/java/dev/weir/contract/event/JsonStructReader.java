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
        @Nullable Object[] values = new Object[fields.length];
        boolean[] present = new boolean[fields.length];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            path.enterField(name);
            int position = names.position(name);
            if (position < 0) {
                throw unknown(path, name);
            }
            if (present[position]) {
                throw path.rejected(RejectCode.MALFORMED, "each field once", "it for the second time");
            }
            parser.nextToken();
            Field field = fields[position];
            values[position] =
                    JsonValueReader.readOrNull(parser, path, field.type(), field.nullable(), readers[position]);
            present[position] = true;
            path.leave();
        }
        for (int i = 0; i < fields.length; i++) {
            if (!present[i]) {
                if (required[i]) {
                    path.enterField(fields[i].name());
                    throw path.rejected(RejectCode.MISSING_FIELD, TypeName.of(fields[i].type()), "nothing");
                }
                values[i] = absent[i];
            }
        }
        return new StructValue(names, values);
    }

    private RecordRejectedException unknown(FieldPath path, String name) {
        String expected = "a field of the schema"
                + names.nearest(name)
                        .map(known -> "; did you mean '" + known + "'?")
                        .orElse("");
        return path.rejected(RejectCode.UNKNOWN_FIELD, expected, "an unknown field");
    }
}
