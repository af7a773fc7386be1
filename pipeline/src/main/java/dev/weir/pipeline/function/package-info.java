/** The Java functions of a pipeline: compiled, found and packed into a jar that goes with the job. */
@NullMarked
package dev.weir.pipeline.function;

import org.jspecify.annotations.NullMarked;
