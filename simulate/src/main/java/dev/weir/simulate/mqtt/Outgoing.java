package dev.weir.simulate.mqtt;

/** A message on its way; {@code payload} isn't changed by anybody any more. */
record Outgoing(String topic, byte[] payload) {}
