/** What the door counts and measures, as Prometheus reads it. */
@NullMarked
package dev.weir.gateway.metrics;

import org.jspecify.annotations.NullMarked;
