/** Records of a stream column by column: what the hot path works on. */
@NullMarked
package dev.weir.codec.column;

import org.jspecify.annotations.NullMarked;
