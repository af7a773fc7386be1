/** The door of Weir: events come in over HTTP, are held against their stream's contract and acknowledged by Kafka. */
@NullMarked
package dev.weir.gateway;

import org.jspecify.annotations.NullMarked;
