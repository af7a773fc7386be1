package dev.weir.simulate;

/**
 * A reading on its way.
 *
 * @param atMillis when it is sent, by the true time, in milliseconds since 1970
 * @param sensor whose
 * @param number which of the sensor's, from 0
 * @param again whether it was sent before
 */
public record Delivery(long atMillis, int sensor, long number, boolean again) {}
