@NullMarked
package dev.weir.benchmarks.way;

import org.jspecify.annotations.NullMarked;
