package dev.weir.contract.load;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import java.util.Arrays;
import java.util.UUID;

/** Values by which an event that is sent again is another one. */
final class NewIdentity {

    /** Odd, so that its multiples are all different. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private NewIdentity() {}

    /** Whether values of this type can be made new. */
    static boolean canBeNew(FieldType type) {
        return type instanceof Scalar scalar
                && switch (scalar) {
                    case INT32, INT64, STRING, BYTES, UUID -> true;
                    case BOOLEAN, FLOAT32, FLOAT64, DATE -> false;
                };
    }

    /**
     * The value in a later pass; in the first one, 0, it is itself.
     *
     * @param span how far the numbers of all events are apart
     */
    static Object of(Object value, long pass, long span) {
        if (pass == 0) {
            return value;
        }
        if (value instanceof Integer number) {
            return (int) (number + pass * span);
        }
        if (value instanceof Long number) {
            return number + pass * span;
        }
        if (value instanceof String text) {
            return text + "~" + Long.toString(pass, Character.MAX_RADIX);
        }
        if (value instanceof UUID uuid) {
            return new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits() + pass * SPREAD);
        }
        byte[] bytes = (byte[]) value;
        byte[] longer = Arrays.copyOf(bytes, bytes.length + Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            longer[bytes.length + i] = (byte) (pass >>> (8 * i));
        }
        return longer;
    }
}
