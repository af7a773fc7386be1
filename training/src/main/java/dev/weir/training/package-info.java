/** From rows of features and what became of the machines to a model, and how good it is on machines that it never saw. */
@NullMarked
package dev.weir.training;

import org.jspecify.annotations.NullMarked;
