/** A made-up plant over MQTT through the whole product: the highest rate that is held, and what a crash costs meanwhile. */
@NullMarked
package dev.weir.benchmarks.plant;

import org.jspecify.annotations.NullMarked;
