/** Puts the rows of a file through the door. */
@NullMarked
package dev.weir.cli.publish;

import org.jspecify.annotations.NullMarked;
