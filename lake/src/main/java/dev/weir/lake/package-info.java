/** Streams as Iceberg tables, and SQL over them. */
@NullMarked
package dev.weir.lake;

import org.jspecify.annotations.NullMarked;
