/** Avro binary straight to Flink rows and back, without Avro's generic records. */
@NullMarked
package dev.weir.codec.avro;

import org.jspecify.annotations.NullMarked;
