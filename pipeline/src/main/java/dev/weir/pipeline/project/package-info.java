/** A project folder as it was written: settings, contracts, SQL and functions, each mistake with its place. */
@NullMarked
package dev.weir.pipeline.project;

import org.jspecify.annotations.NullMarked;
