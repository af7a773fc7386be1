@NullMarked
package dev.weir.operate.audit;

import org.jspecify.annotations.NullMarked;
