/** Window aggregates that are combined where a stream is read, before any record leaves the source. No Flink but its row types. */
@NullMarked
package dev.weir.streams.rollup;

import org.jspecify.annotations.NullMarked;
