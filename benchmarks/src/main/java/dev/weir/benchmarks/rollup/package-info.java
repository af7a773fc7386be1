@NullMarked
package dev.weir.benchmarks.rollup;

import org.jspecify.annotations.NullMarked;
