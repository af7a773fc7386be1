/** How long an alert takes: from when its payment was due at a producer until a consumer has it. */
@NullMarked
package dev.weir.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
