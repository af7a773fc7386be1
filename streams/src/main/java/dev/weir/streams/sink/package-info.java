/** Writes rows to streams. */
@NullMarked
package dev.weir.streams.sink;

import org.jspecify.annotations.NullMarked;
