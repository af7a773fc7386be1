/** The demonstration of a project: its generator runs, and what becomes of its events is told in sentences. */
@NullMarked
package dev.weir.cli.demo;

import org.jspecify.annotations.NullMarked;
