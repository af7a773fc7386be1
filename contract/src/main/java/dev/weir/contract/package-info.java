/** The stream contract: what a stream's events look like, how they are keyed, timed, identified and checked. */
@NullMarked
package dev.weir.contract;

import org.jspecify.annotations.NullMarked;
