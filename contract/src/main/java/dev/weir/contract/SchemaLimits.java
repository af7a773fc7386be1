package dev.weir.contract;

/** Bounds of what is read as a schema, so that a hostile one can't take the memory. */
final class SchemaLimits {

    /** Characters of one schema or stream file. */
    static final int TEXT = 1 << 20;

    /** Records, lists and maps within each other. */
    static final int DEPTH = 32;

    /** Fields together, counting a named type each time that it is used. */
    static final int FIELDS = 10_000;

    /** Digits of a decimal, as many as a table column has. */
    static final int DECIMAL_PRECISION = 38;

    private SchemaLimits() {}
}
