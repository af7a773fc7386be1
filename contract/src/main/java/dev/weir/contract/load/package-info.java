/** Events for loads: made up from a contract, or taken from a log, and sent again and again as new ones. */
@NullMarked
package dev.weir.contract.load;

import org.jspecify.annotations.NullMarked;
