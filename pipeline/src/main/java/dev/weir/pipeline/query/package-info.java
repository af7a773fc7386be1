/** Queries of a person over streams: planned and run by a Flink in this process, which leaves nothing behind. */
@NullMarked
package dev.weir.pipeline.query;

import org.jspecify.annotations.NullMarked;
