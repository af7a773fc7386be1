@NullMarked
package dev.weir.benchmarks.door;

import org.jspecify.annotations.NullMarked;
