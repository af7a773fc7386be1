/** Who may send events: API keys, kept as hashes in a Kafka topic from which every gateway learns of them. */
@NullMarked
package dev.weir.contract.access;

import org.jspecify.annotations.NullMarked;
