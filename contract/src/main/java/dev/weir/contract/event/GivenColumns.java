package dev.weir.contract.event;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of columns that an event has from elsewhere than its payload, such as the topic of its message. Immutable and safe
 * to share between threads.
 */
public final class GivenColumns {

    private final StructNames names;
    private final int[] positions;
    private final Object[] values;
    private final String[] texts;

    private GivenColumns(StructNames names, int[] positions, Object[] values, String[] texts) {
        this.names = names;
        this.positions = positions;
        this.values = values;
        this.texts = texts;
    }

    /**
     * Reads the values of columns as {@link KeyFormat} writes them.
     *
     * @param columns of {@code struct}, each of a type that keys can have
     * @param texts one for each
     * @throws RecordRejectedException if one is no text of its column's type
     */
    static GivenColumns of(Struct struct, List<String> columns, List<String> texts) throws RecordRejectedException {
        StructNames names = new StructNames(struct);
        int[] positions = new int[columns.size()];
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = names.position(columns.get(i));
            Field field = struct.fields().get(positions[i]);
            values[i] = value(texts.get(i), field);
        }
        return new GivenColumns(names, positions, values, texts.toArray(String[]::new));
    }

    /** Some texts are read leniently, so that they are compared with the one that the value has. */
    private static Object value(String text, Field field) throws RecordRejectedException {
        FieldType type = field.type();
        Object value = FieldText.parse(text, type, field.name());
        if (!FieldText.of(value).equals(text)) {
            throw new RecordRejectedException(
                    RejectCode.MALFORMED, field.name(), "the text of " + TypeName.of(type), "another text");
        }
        return value;
    }

    /** Puts the values where a record that is being read has none. */
    void addTo(StructMembers members) throws RecordRejectedException {
        for (int i = 0; i < positions.length; i++) {
            Object present = members.at(positions[i]);
            if (present == null) {
                members.put(positions[i], values[i]);
            } else {
                checkSame(i, present);
            }
        }
    }

    /**
     * The event with these values where it has none; itself if it has them all.
     *
     * @param zeroIsAbsent whether it has none, too, where it has its type's zero
     */
    StructValue in(StructValue event, boolean zeroIsAbsent) throws RecordRejectedException {
        boolean same = true;
        for (int i = 0; i < positions.length; i++) {
            Object present = event.at(positions[i]);
            if (present == null || (zeroIsAbsent && isZero(present))) {
                same &= present != null && FieldText.of(present).equals(texts[i]);
            } else {
                checkSame(i, present);
            }
        }
        return same ? event : event.with(positions, values);
    }

    private void checkSame(int i, Object present) throws RecordRejectedException {
        if (!FieldText.of(present).equals(texts[i])) {
            throw new RecordRejectedException(
                    RejectCode.OUT_OF_RANGE, names.name(positions[i]), "what the topic says", "something else");
        }
    }

    private static boolean isZero(Object value) {
        return value instanceof String text
                ? text.isEmpty()
                : value instanceof byte[] bytes
                        ? bytes.length == 0
                        : value instanceof BigDecimal decimal
                                ? decimal.signum() == 0
                                : value.equals(0) || value.equals(0L) || value.equals(false);
    }

    /** The value of a column; null if it isn't among these. */
    @Nullable
    Object of(String column) {
        int wanted = names.position(column);
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == wanted) {
                return values[i];
            }
        }
        return null;
    }
}
