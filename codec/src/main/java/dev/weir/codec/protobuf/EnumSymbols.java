package dev.weir.codec.protobuf;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The symbols of an enumeration by their numbers, in UTF-8. */
final class EnumSymbols {

    private final int[] numbers;
    private final byte[][] symbols;

    EnumSymbols(EnumDescriptor type) {
        numbers = type.getValues().stream()
                .mapToInt(EnumValueDescriptor::getNumber)
                .sorted()
                .distinct()
                .toArray();
        symbols = Arrays.stream(numbers)
                .mapToObj(number -> Objects.requireNonNull(type.findValueByNumber(number)))
                .map(value -> value.getName().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Null if no symbol has the number. */
    byte @Nullable [] find(int number) {
        int place = number >= 0 && number < numbers.length && numbers[number] == number
                ? number
                : Arrays.binarySearch(numbers, number);
        return place < 0 ? null : symbols[place];
    }
}
