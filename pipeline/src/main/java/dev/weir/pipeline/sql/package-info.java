/** A SQL script as single statements that know where in the file they stand. */
@NullMarked
package dev.weir.pipeline.sql;

import org.jspecify.annotations.NullMarked;
