package dev.weir.pipeline.source;

import java.nio.file.Path;

/**
 * The database that a source reads if it names none.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param passwordFile holds the password and nothing else; Connect reads it, too
 */
public record LocalDatabase(String jdbcUrl, String user, Path passwordFile) {}
