package dev.weir.codec.format;

import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;

/** A rejection on its way up from the value that caused it: each level that it passes adds its part of the path. */
public final class Rejection extends Exception {

    private final RejectCode code;
    private final String expected;
    private final String found;
    private String path = "";

    /**
     * @param expected what the schema says
     * @param found what the record has, without its value
     */
    public Rejection(RejectCode code, String expected, String found) {
        super(null, null, false, false);
        this.code = code;
        this.expected = expected;
        this.found = found;
    }

    public static Rejection malformed(String expected, String found) {
        return new Rejection(RejectCode.MALFORMED, expected, found);
    }

    public static Rejection outOfRange(String expected, String found) {
        return new Rejection(RejectCode.OUT_OF_RANGE, expected, found);
    }

    public Rejection inField(String name) {
        path = path.isEmpty() || path.startsWith("[") ? name + path : name + "." + path;
        return this;
    }

    public Rejection inElement(int index) {
        path = path.isEmpty() || path.startsWith("[") ? "[" + index + "]" + path : "[" + index + "]." + path;
        return this;
    }

    public RecordRejectedException finish() {
        return new RecordRejectedException(code, path, expected, found);
    }
}
