/** Lets the time of live streams go on in partitions that are silent: docs/fates.md, "Heartbeats". */
@NullMarked
package dev.weir.gateway.heartbeat;

import org.jspecify.annotations.NullMarked;
