/** The whole product on its real servers, driven by its commands as a person would. */
@NullMarked
package dev.weir.acceptance;

import org.jspecify.annotations.NullMarked;
