/** Schemas by id: the client of a Confluent-compatible registry, and an in-memory one for tests. */
@NullMarked
package dev.weir.contract.registry;

import org.jspecify.annotations.NullMarked;
