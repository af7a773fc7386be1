/** Rows a second of a delivery into the lake, beside a bare writer of Parquet files. */
@NullMarked
package dev.weir.benchmarks.lake;

import org.jspecify.annotations.NullMarked;
