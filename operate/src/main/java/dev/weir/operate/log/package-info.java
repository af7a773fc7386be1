@NullMarked
package dev.weir.operate.log;

import org.jspecify.annotations.NullMarked;
