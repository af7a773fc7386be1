/** Contracts as files: a folder of stream files and schemas, read with the place of every problem, and written. */
@NullMarked
package dev.weir.contract.file;

import org.jspecify.annotations.NullMarked;
