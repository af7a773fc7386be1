package dev.weir.pipeline;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where a lake is.
 *
 * @param catalog JDBC address of the PostgreSQL database that knows its tables
 * @param passwordFile holds the password; jobs read it where they run
 * @param warehouse folder of its files, reachable from wherever its jobs run
 * @param secrets folder for what deliveries need to log in elsewhere, likewise; only its owner may look into it
 */
public record LakeAddress(String catalog, String user, Path passwordFile, URI warehouse, Path secrets) {}
