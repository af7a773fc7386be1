/** Content rules: CEL expressions over the columns of an event, each true for a good one. */
@NullMarked
package dev.weir.contract.rule;

import org.jspecify.annotations.NullMarked;
