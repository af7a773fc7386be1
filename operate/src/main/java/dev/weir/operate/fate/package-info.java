@NullMarked
package dev.weir.operate.fate;

import org.jspecify.annotations.NullMarked;
