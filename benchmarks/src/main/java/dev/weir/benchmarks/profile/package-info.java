@NullMarked
package dev.weir.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
