/** What the SQL prompt shows and completes. */
@NullMarked
package dev.weir.cli.sql;

import org.jspecify.annotations.NullMarked;
