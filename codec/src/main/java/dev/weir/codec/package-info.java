/** Bytes to Flink rows and back, by a stream's schema; and what a contract says about a row: key, event time, rules. */
@NullMarked
package dev.weir.codec;

import org.jspecify.annotations.NullMarked;
