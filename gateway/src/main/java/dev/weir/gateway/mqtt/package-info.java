/** The door over MQTT 3.1.1 and 5; {@code docs/mqtt.md} is its reference. */
@NullMarked
package dev.weir.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
