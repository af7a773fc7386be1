package dev.weir.codec.avro;

import dev.weir.codec.format.GeneratedClass;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the Java of {@link AvroFields} for one pair of schemas. For a string and a nullable double it is
 *
 * <pre>
 * if ((at = readText(bytes, at, to, into.column(0), row)) &lt; 0) return -1;
 * switch (bytes[at]) {
 *     case 0: at = setNull(at, to, into.column(4), row); break;
 *     case 2: at = readDouble(bytes, at + 1, to, into.column(4), row); break;
 *     default: return -1;
 * }
 * if (at &lt; 0) return -1;
 * </pre>
 */
final class AvroFieldsSource {

    /** A method with many more isn't compiled to machine code any more. */
    private static final int FIELDS_PER_METHOD = 16;

    /** What the methods of {@link AvroFields} are called, behind {@code read} and {@code skip}; null if it has none. */
    private static @Nullable String method(PlainReader reader) {
        return switch (reader) {
            case BOOLEAN -> "Boolean";
            case INT, INT_AS_LONG -> "Int";
            case LONG, INSTANT, MICROS -> "Long";
            case FLOAT, FLOAT_AS_DOUBLE -> "Float";
            case DOUBLE -> "Double";
            case STRING -> "Text";
            case INT_AS_FLOAT, INT_AS_DOUBLE, LONG_AS_FLOAT, LONG_AS_DOUBLE -> null;
        };
    }

    private AvroFieldsSource() {}

    static AvroFields compile(List<RecordReader.Step> steps) {
        return GeneratedClass.of(
                MethodHandles.lookup(),
                name -> source(name, steps),
                AvroFields.class,
                ValueSkipper[].class,
                steps.stream().map(RecordReader.Step::skipper).toArray(ValueSkipper[]::new));
    }

    private static String source(String name, List<RecordReader.Step> steps) {
        StringBuilder calls = new StringBuilder();
        StringBuilder methods = new StringBuilder();
        for (int from = 0; from < steps.size(); from += FIELDS_PER_METHOD) {
            String arguments = "(byte[] bytes, int at, int to, dev.weir.codec.column.Columns into, int row) {\n";
            calls.append("    if ((at = read").append(from).append("(bytes, at, to, into, row)) < 0) return -1;\n");
            methods.append("  private int read").append(from).append(arguments);
            for (int i = from; i < Math.min(steps.size(), from + FIELDS_PER_METHOD); i++) {
                methods.append(field(i, steps.get(i)));
            }
            methods.append("    return at;\n  }\n");
        }
        return """
                package dev.weir.codec.avro;
                public final class %1$s extends AvroFields {
                  public %1$s(ValueSkipper[] others) { super(others); }
                  int read(byte[] bytes, int at, int to, dev.weir.codec.column.Columns into, int row) {
                %2$s    return at;
                  }
                %3$s}
                """.formatted(name, calls, methods);
    }

    private static String field(int i, RecordReader.Step step) {
        boolean wanted = step.position() != RecordReader.Step.UNWANTED;
        String column = wanted ? ", into.column(" + step.position() + "), row" : "";
        PlainReader plain = step.plain();
        String method = plain == null ? null : method(plain);
        if (method == null) {
            return check((wanted ? "readOther(" : "skipOther(") + i + ", at" + column + ")");
        }
        String call = (wanted ? "read" : "skip") + method + "(bytes, at%s, to" + column + ")";
        if (step.nullBranch() == RecordReader.Step.NOT_NULLABLE) {
            return check(call.formatted(""));
        }
        return """
                    switch (bytes[at]) {
                      case %d: at = %s(at, to%s); break;
                      case %d: at = %s; break;
                      default: return -1;
                    }
                    if (at < 0) return -1;
                """.formatted(
                        2 * step.nullBranch(),
                        wanted ? "setNull" : "skipNull",
                        column,
                        2 - 2 * step.nullBranch(),
                        call.formatted(" + 1"));
    }

    private static String check(String call) {
        return "    if ((at = " + call + ") < 0) return -1;\n";
    }
}
