/** Streams as Flink tables: what catalog, source and sink share. */
@NullMarked
package dev.weir.streams;

import org.jspecify.annotations.NullMarked;
