/** The streams that the door serves, learnt from the contract log while it is open. */
@NullMarked
package dev.weir.gateway.stream;

import org.jspecify.annotations.NullMarked;
