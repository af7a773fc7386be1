/** The catalog in which every contract is a table, and the session in which a pipeline is planned. */
@NullMarked
package dev.weir.streams.catalog;

import org.jspecify.annotations.NullMarked;
