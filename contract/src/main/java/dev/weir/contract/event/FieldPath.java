package dev.weir.contract.event;

import java.util.Arrays;

/** Where a walk over an event is. Not thread-safe: one a walk. */
final class FieldPath {

    private static final int LONGEST_NAME = 64;

    private enum Kind {
        FIELD,
        ELEMENT,
        ENTRY
    }

    private Kind[] kinds = new Kind[8];
    private String[] names = new String[8];
    private int[] positions = new int[8];
    private int depth;

    void enterField(String name) {
        enter(Kind.FIELD, name, 0);
    }

    void enterElement(int index) {
        enter(Kind.ELEMENT, "", index);
    }

    /** Entries of maps are counted, not named: their keys are contents. */
    void enterEntry(int index) {
        enter(Kind.ENTRY, "", index);
    }

    void leave() {
        depth--;
    }

    private void enter(Kind kind, String name, int position) {
        if (depth == kinds.length) {
            kinds = Arrays.copyOf(kinds, depth * 2);
            names = Arrays.copyOf(names, depth * 2);
            positions = Arrays.copyOf(positions, depth * 2);
        }
        kinds[depth] = kind;
        names[depth] = name;
        positions[depth] = position;
        depth++;
    }

    RecordRejectedException rejected(RejectCode code, String expected, String found) {
        return new RecordRejectedException(code, toString(), expected, found);
    }

    /** For instance {@code lines[2].price}; the third entry of a map is {@code attributes{2}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            switch (kinds[i]) {
                case FIELD -> text.append(text.isEmpty() ? "" : ".").append(shortened(names[i]));
                case ELEMENT -> text.append('[').append(positions[i]).append(']');
                case ENTRY -> text.append('{').append(positions[i]).append('}');
            }
        }
        return text.toString();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
