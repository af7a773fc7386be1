/** Where accepted events go, and what became of them. */
@NullMarked
package dev.weir.gateway.log;

import org.jspecify.annotations.NullMarked;
