/** Reads the records of partitions and judges them, whatever log they come from. */
@NullMarked
package dev.weir.streams.judge;

import org.jspecify.annotations.NullMarked;
