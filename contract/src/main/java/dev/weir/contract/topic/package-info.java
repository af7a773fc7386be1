/** Topics as tables: of each key the newest record counts, and one without a value means that the key is gone. */
@NullMarked
package dev.weir.contract.topic;

import org.jspecify.annotations.NullMarked;
