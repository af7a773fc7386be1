/** Streams in the memory of this process, for tests: a driver says what is read when, and sees what was written. */
@NullMarked
package dev.weir.streams.memory;

import org.jspecify.annotations.NullMarked;
