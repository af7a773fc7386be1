/** Load for a pipeline at rising rates, and which part of it gives way first. Nothing here prints. */
@NullMarked
package dev.weir.cli.bench;

import org.jspecify.annotations.NullMarked;
