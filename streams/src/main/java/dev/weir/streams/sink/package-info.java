/** Writes rows to a stream exactly once. */
@NullMarked
package dev.weir.streams.sink;

import org.jspecify.annotations.NullMarked;
