/** What became of each event: the rules of docs/fates.md, and the memory that they need, of one partition at a time. */
@NullMarked
package dev.weir.streams.fate;

import org.jspecify.annotations.NullMarked;
