/** The {@code weir} command: one class a command, and the only place that prints. */
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
