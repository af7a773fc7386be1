@NullMarked
package dev.weir.operate.dead;

import org.jspecify.annotations.NullMarked;
