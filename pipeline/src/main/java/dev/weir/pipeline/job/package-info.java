/** Jobs on a Flink cluster, and the journal that knows which of them should run and from which state. */
@NullMarked
package dev.weir.pipeline.job;

import org.jspecify.annotations.NullMarked;
