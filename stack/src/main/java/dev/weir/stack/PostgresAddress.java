package dev.weir.stack;

import java.nio.file.Path;

/**
 * How to reach a PostgreSQL database.
 *
 * @param passwordFile holds the password; only its owner may read it
 */
public record PostgresAddress(String jdbcUrl, String user, Path passwordFile) {}
