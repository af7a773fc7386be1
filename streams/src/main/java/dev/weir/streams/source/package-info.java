/** Reads a stream: decodes each record, decides its fate once, counts it, and keeps the dead. */
@NullMarked
package dev.weir.streams.source;

import org.jspecify.annotations.NullMarked;
