package dev.weir.contract.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A record's plain values by position, seen from outside as an unmodifiable map by field name. */
final class StructValue extends AbstractMap<String, @Nullable Object> {

    private final StructNames names;
    private final @Nullable Object[] values;

    StructValue(StructNames names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    @Nullable
    Object at(int position) {
        return values[position];
    }

    /** The same with other values at these positions. */
    StructValue with(int[] positions, @Nullable Object[] others) {
        @Nullable Object[] all = values.clone();
        for (int i = 0; i < positions.length; i++) {
            all[positions[i]] = others[i];
        }
        return new StructValue(names, all);
    }

    @Override
    public @Nullable Object get(Object name) {
        int position = name instanceof String text ? names.position(text) : -1;
        return position < 0 ? null : values[position];
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String text && names.position(text) >= 0;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return IntStream.range(0, values.length)
                        .<Map.Entry<String, @Nullable Object>>mapToObj(
                                i -> new SimpleImmutableEntry<>(names.name(i), values[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return values.length;
            }
        };
    }
}
