/** Protobuf messages to Flink rows and back, through the library's dynamic messages. */
@NullMarked
package dev.weir.codec.protobuf;

import org.jspecify.annotations.NullMarked;
