/** Pipelines: a project folder is checked, run, changed while it runs, stopped and brought back. */
@NullMarked
package dev.weir.pipeline;

import org.jspecify.annotations.NullMarked;
