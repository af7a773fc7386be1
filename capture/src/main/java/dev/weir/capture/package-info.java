/** What runs inside Kafka Connect: captured rows become records of streams, under their contracts. */
@NullMarked
package dev.weir.capture;

import org.jspecify.annotations.NullMarked;
