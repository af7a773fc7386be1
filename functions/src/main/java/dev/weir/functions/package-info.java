/** SQL functions that every pipeline has. */
@NullMarked
package dev.weir.functions;

import org.jspecify.annotations.NullMarked;
