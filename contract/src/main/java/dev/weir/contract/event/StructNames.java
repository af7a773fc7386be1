package dev.weir.contract.event;

import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of a record's fields and their positions. */
final class StructNames {

    private final List<String> names;
    private final Map<String, Integer> positions = new HashMap<>();

    StructNames(Struct struct) {
        names = struct.fields().stream().map(Field::name).toList();
        for (String name : names) {
            positions.put(name, positions.size());
        }
    }

    String name(int position) {
        return names.get(position);
    }

    int size() {
        return names.size();
    }

    /** @return -1 for an unknown name */
    int position(String name) {
        Integer position = positions.get(name);
        return position == null ? -1 : position;
    }

    Optional<String> nearest(String name) {
        return NearestName.of(name, names);
    }
}
