package dev.weir.cli.publish;

import org.jspecify.annotations.Nullable;

/**
 * One row of a file.
 *
 * @param line where it begins, from 1
 * @param json the event in one line, perhaps not JSON: the door judges it
 * @param problem why it can't be sent at all; null if it can
 */
record Row(long line, String json, @Nullable String problem) {}
