/** What the codecs of the schema languages have in common. */
@NullMarked
package dev.weir.codec.format;

import org.jspecify.annotations.NullMarked;
