package dev.weir.streams;

/** Where a pipeline without saved state begins in its streams. With saved state it always continues where that ends. */
public enum StartPosition {
    /** At the beginning of the log. */
    EARLIEST,
    /** With what is written from now on. */
    LATEST
}
