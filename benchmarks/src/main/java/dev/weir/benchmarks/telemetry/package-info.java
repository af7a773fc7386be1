@NullMarked
package dev.weir.benchmarks.telemetry;

import org.jspecify.annotations.NullMarked;
