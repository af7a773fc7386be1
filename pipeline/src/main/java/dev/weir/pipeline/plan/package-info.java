/** SQL to a Flink job graph whose operators have lasting names; nothing here talks to a server. */
@NullMarked
package dev.weir.pipeline.plan;

import org.jspecify.annotations.NullMarked;
