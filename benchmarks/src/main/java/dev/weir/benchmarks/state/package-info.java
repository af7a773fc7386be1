@NullMarked
package dev.weir.benchmarks.state;

import org.jspecify.annotations.NullMarked;
