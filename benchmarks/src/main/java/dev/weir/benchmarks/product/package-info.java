/** The whole product as a user has it: {@code ./weir} and the servers that it starts. */
@NullMarked
package dev.weir.benchmarks.product;

import org.jspecify.annotations.NullMarked;
