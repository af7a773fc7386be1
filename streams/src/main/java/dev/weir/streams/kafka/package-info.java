/** Streams as topics of a Kafka cluster. */
@NullMarked
package dev.weir.streams.kafka;

import org.jspecify.annotations.NullMarked;
