/** Views that are window aggregates of a stream: which of them the source can compute, and as what. */
@NullMarked
package dev.weir.pipeline.rollup;

import org.jspecify.annotations.NullMarked;
