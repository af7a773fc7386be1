/** The endpoint at which Prometheus reads what the pipelines do. */
@NullMarked
package dev.weir.cli.metrics;

import org.jspecify.annotations.NullMarked;
