/** Tables of PostgreSQL databases that streams are delivered to. */
@NullMarked
package dev.weir.lake.postgresql;

import org.jspecify.annotations.NullMarked;
