package dev.weir.pipeline.query;

import dev.weir.contract.publish.PublishedContract;
import java.nio.file.Path;

/**
 * A stream that SQL made.
 *
 * @param file its contract
 */
public record CreatedStream(PublishedContract published, Path file) {}
