/** What can be seen of pipelines from outside: from the journal, Flink and Kafka, whichever of them answer. */
@NullMarked
package dev.weir.pipeline.observe;

import org.jspecify.annotations.NullMarked;
