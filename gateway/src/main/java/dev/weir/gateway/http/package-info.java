/** The door over HTTP; docs/http.md is its reference. */
@NullMarked
package dev.weir.gateway.http;

import org.jspecify.annotations.NullMarked;
