/** Where the records of streams lie. */
@NullMarked
package dev.weir.streams.log;

import org.jspecify.annotations.NullMarked;
