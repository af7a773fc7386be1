/** How weir.yaml says what the columns of feature rows follow from. */
@NullMarked
package dev.weir.contract.feature;

import org.jspecify.annotations.NullMarked;
