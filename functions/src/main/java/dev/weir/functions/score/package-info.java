/** Models in ONNX format as SQL functions: loaded, changed for newer versions while they run, and asked in batches. */
@NullMarked
package dev.weir.functions.score;

import org.jspecify.annotations.NullMarked;
