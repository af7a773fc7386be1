@NullMarked
package dev.weir.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
