package dev.weir.simulate.mqtt;

/**
 * A message on its way.
 *
 * @param payload isn't changed by anybody any more
 * @param readings how many are in it
 */
record Outgoing(String topic, byte[] payload, int readings) {}
