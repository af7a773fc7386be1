/** A made-up plant that sends through the doors, and what must come of it. */
@NullMarked
package dev.weir.simulate;

import org.jspecify.annotations.NullMarked;
