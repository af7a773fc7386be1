/** Who may send what, and how fast. */
@NullMarked
package dev.weir.gateway.access;

import org.jspecify.annotations.NullMarked;
