package dev.weir.codec;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.event.KeyFormat;
import dev.weir.contract.event.RecordRejectedException;
import java.util.Arrays;
import java.util.List;

/** Hostile record keys: refused, or the one spelling of what they say. */
public final class RecordKeysFuzz {

    private static final List<List<FieldType>> KEYS = List.of(
            List.of(Scalar.STRING),
            List.of(Scalar.INT64),
            List.of(Scalar.BYTES),
            List.of(new FieldType.Timestamp(9)),
            List.of(new FieldType.Decimal(20, 4)),
            List.of(Scalar.STRING, Scalar.INT32),
            List.of(Scalar.DATE, Scalar.UUID, Scalar.BOOLEAN),
            List.of(new FieldType.TimeOfDay(6), new FieldType.Enumeration(List.of("A", "B")), new FieldType.Fixed(3)));

    private RecordKeysFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        List<FieldType> types = KEYS.get(input.choice(KEYS.size()));
        byte[] key = input.rest();
        input.isTaken(
                () -> {
                    byte[] again = KeyFormat.encode(KeyFormat.decode(key, types));
                    input.same(true, Arrays.equals(again, key));
                },
                RecordRejectedException.class);
    }
}
