/** The as-of join alone: windows a second, and what an entry costs that is dated back. */
@NullMarked
package dev.weir.benchmarks.asof;

import org.jspecify.annotations.NullMarked;
