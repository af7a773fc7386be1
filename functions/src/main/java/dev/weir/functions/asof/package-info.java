/** The as-of join: windows with what a log said of their end, and again whenever it says something else. */
@NullMarked
package dev.weir.functions.asof;

import org.jspecify.annotations.NullMarked;
