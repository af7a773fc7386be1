/** Sends over MQTT, as thousands of devices do. */
@NullMarked
package dev.weir.simulate.mqtt;

import org.jspecify.annotations.NullMarked;
