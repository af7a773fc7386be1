package dev.weir.pipeline.project;

import org.jspecify.annotations.Nullable;

/**
 * What {@code weir up --demo} shows of this pipeline.
 *
 * @param generator the class or command that makes events; null for none
 * @param tail the stream whose events are shown; null for none
 * @param sentence how one event reads, with {@code {field}} for its fields; null for the event as JSON
 */
public record DemoConfig(
        @Nullable String generator,
        @Nullable String tail,
        @Nullable String sentence) {}
