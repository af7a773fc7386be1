package dev.weir.cli;

/** How a command writes its data. */
enum OutputFormat {
    /** Aligned columns, for people. */
    TABLE,
    /** JSON, for programs: one document, or one object a line where the data have no end. */
    JSON
}
