/** Sources: what Kafka Connect brings into streams, from declaration to running connector. */
@NullMarked
package dev.weir.pipeline.source;

import org.jspecify.annotations.NullMarked;
