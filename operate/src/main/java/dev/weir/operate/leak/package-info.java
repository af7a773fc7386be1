/** Rows of features, recomputed from what was known when they were given. */
@NullMarked
package dev.weir.operate.leak;

import org.jspecify.annotations.NullMarked;
