package dev.weir.codec.protobuf;

import com.google.protobuf.CodedOutputStream;
import dev.weir.codec.column.Column;
import dev.weir.codec.format.GeneratedClass;
import dev.weir.codec.protobuf.WireField.Target;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Java of {@link ProtobufFields} for one pair of schemas. For {@code optional sint64 seq = 2} it is
 *
 * <pre>
 * if (at &lt; to &amp;&amp; bytes[at] == 16) {
 *     if ((at = readSint64(bytes, at + 1, to, into.column(0), row)) &lt; 0) return -1;
 * } else {
 *     into.column(0).setNull(row);
 * }
 * </pre>
 *
 * where fields come in order, and the same reading as a {@code case 16:} where they don't.
 */
final class ProtobufFieldsSource {

    /** A method with many more isn't compiled to machine code any more. */
    private static final int FIELDS_PER_METHOD = 16;

    /** Longer tags are of field numbers beyond 268,435,455. */
    private static final int LONGEST_TAG = 4;

    private static final String ARGUMENTS = "byte[] bytes, int at, int to, dev.weir.codec.column.Columns into, int row";

    private final List<WireField> fields;

    private ProtobufFieldsSource(List<WireField> fields) {
        this.fields = fields;
    }

    /** @param columns how many columns there are */
    static ProtobufFields compile(List<WireField> fields, int columns) {
        @Nullable Object[] absent = new Object[columns];
        for (WireField field : fields) {
            if (field.column() != null) {
                absent[field.column().position()] = inUtf8(field.column().absent());
            }
        }
        @Nullable
        EnumSymbols[] symbols = fields.stream().map(WireField::symbols).toArray(EnumSymbols[]::new);
        ProtobufFieldsSource source = new ProtobufFieldsSource(fields);
        return GeneratedClass.of(
                MethodHandles.lookup(),
                source::text,
                ProtobufFields.class,
                ProtobufFields.Constants.class,
                new ProtobufFields.Constants(symbols, absent));
    }

    private static @Nullable Object inUtf8(@Nullable Object value) {
        return value instanceof StringData text ? text.toBytes() : value;
    }

    private String text(String name) {
        StringBuilder calls = new StringBuilder();
        StringBuilder methods = new StringBuilder();
        for (int from = 0; from < fields.size(); from += FIELDS_PER_METHOD) {
            int next = from + FIELDS_PER_METHOD;
            int to = Math.min(fields.size(), next);
            calls.append("    if ((at = readInOrder%d(bytes, at, to, into, row)) < 0) return -1;\n".formatted(from));
            methods.append("  private int readInOrder%d(%s) {\n".formatted(from, ARGUMENTS));
            for (int i = from; i < to; i++) {
                methods.append(inOrder(i));
            }
            methods.append("    return at;\n  }\n");
            methods.append("  private int readField%d(int tag, %s) {\n    switch (tag) {\n".formatted(from, ARGUMENTS));
            for (int i = from; i < to; i++) {
                methods.append(behindTag(i));
            }
            methods.append("      default: return ")
                    .append(to < fields.size() ? "readField" + next + "(tag, bytes, at, to, into, row)" : "-1")
                    .append(";\n    }\n  }\n");
        }
        return """
                package dev.weir.codec.protobuf;
                public final class %s extends ProtobufFields {
                  public %1$s(ProtobufFields.Constants constants) { super(constants); }
                  int readInOrder(%s) {
                %s    return at;
                  }
                  int readField(int tag, %2$s) {
                    return %s;
                  }
                %s}
                """.formatted(
                name, ARGUMENTS, calls, fields.isEmpty() ? "-1" : "readField0(tag, bytes, at, to, into, row)", methods);
    }

    private String inOrder(int i) {
        WireField field = fields.get(i);
        String absent = field.column() == null ? "" : absent(field.column());
        WireForm form = field.form();
        int size = CodedOutputStream.computeTagSize(field.number());
        if (form == null || size > LONGEST_TAG) {
            return absent;
        }
        return """
                    if (at < to && %s) {
                      if ((at = %s) < 0) return -1;
                %s    } else {
                %s    }
                """.formatted(isTag(tag(field, form), size), call(i, form, "at + " + size), cleared(field), absent);
    }

    private static String isTag(int tag, int size) {
        if (size == 1) {
            return "bytes[at] == " + tag;
        }
        int encoded = 0;
        for (int i = 0; i < size; i++) {
            int more = i < size - 1 ? 0x80 : 0;
            encoded |= (tag >>> 7 * i & 0x7F | more) << Byte.SIZE * i;
        }
        return "isTag(bytes, at, %d, %d)".formatted(-1 >>> Integer.SIZE - Byte.SIZE * size, encoded);
    }

    private String behindTag(int i) {
        WireField field = fields.get(i);
        WireForm form = field.form();
        if (form == null) {
            return "";
        }
        Target column = field.column();
        String merged = form == WireForm.TIMESTAMP && column != null
                ? "        if (!into.column(%d).isNull(row)) return -1;\n".formatted(column.position())
                : "";
        return """
                      case %d:
                %s        if ((at = %s) < 0) return -1;
                %s        return at;
                """.formatted(tag(field, form), merged, call(i, form, "at"), cleared(field));
    }

    private String call(int i, WireForm form, String at) {
        Target column = fields.get(i).column();
        String which = form == WireForm.SYMBOL ? i + ", " : "";
        return column == null
                ? "%s(%sbytes, %s, to)".formatted(form.skipMethod(), which, at)
                : "%s(%sbytes, %s, to, into.column(%d), row)"
                        .formatted(form.readMethod(), which, at, column.position());
    }

    private static String cleared(WireField field) {
        return field.rivals().stream().map(ProtobufFieldsSource::absent).collect(Collectors.joining());
    }

    private static String absent(Target column) {
        String into = "into.column(" + column.position() + ")";
        if (column.absent() == null) {
            return "      " + into + ".setNull(row);\n";
        }
        return switch (Column.kind(column.type())) {
            case LONG -> "      " + into + ".setLong(row, 0L);\n";
            case DOUBLE -> "      " + into + ".setDouble(row, 0.0);\n";
            case BYTES, OBJECT -> "      setAbsent(" + column.position() + ", " + into + ", row);\n";
        };
    }

    private static int tag(WireField field, WireForm form) {
        return field.number() << 3 | form.wireType();
    }
}
