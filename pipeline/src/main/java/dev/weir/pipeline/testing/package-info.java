/** Tests of pipelines: YAML files of events and expected rows, run by a Flink in this process over streams in memory. */
@NullMarked
package dev.weir.pipeline.testing;

import org.jspecify.annotations.NullMarked;
