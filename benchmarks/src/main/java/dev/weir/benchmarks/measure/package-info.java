@NullMarked
package dev.weir.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
