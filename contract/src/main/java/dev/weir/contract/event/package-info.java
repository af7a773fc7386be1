/** Events outside Flink: JSON to wire bytes and back, record keys, and why an event is refused. */
@NullMarked
package dev.weir.contract.event;

import org.jspecify.annotations.NullMarked;
