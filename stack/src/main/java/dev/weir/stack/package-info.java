/** Starts, watches and stops the local servers, each a process of its own. */
@NullMarked
package dev.weir.stack;

import org.jspecify.annotations.NullMarked;
