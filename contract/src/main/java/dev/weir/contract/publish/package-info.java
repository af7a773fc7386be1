/** Puts contracts in force: compatibility, topics, schemas, and the log from which servers learn of them. */
@NullMarked
package dev.weir.contract.publish;

import org.jspecify.annotations.NullMarked;
