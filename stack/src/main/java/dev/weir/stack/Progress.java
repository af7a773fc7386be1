package dev.weir.stack;

import java.time.Duration;

/** Hears how far {@link LocalStack#up} has come. Called from several threads, one call at a time. */
public interface Progress {
    /** Does nothing. */
    Progress SILENT = new Progress() {};

    /** Maven is asked which files the servers consist of; takes some seconds the first time. */
    default void resolving() {}

    /**
     * Files are about to be fetched from the Maven repository.
     *
     * @param bytes their size together; 0 when the repository doesn't tell
     */
    default void downloading(int files, long bytes) {}

    /** So many bytes have been fetched so far. */
    default void downloaded(long bytes) {}

    /** All files are here. */
    default void downloadFinished(Duration took) {}

    default void starting(ServerName server) {}

    /** The server answers over its own protocol, and did not before this {@link LocalStack#up}. */
    default void ready(ServerName server, Duration took) {}

    /** The server was running already and was left alone. */
    default void alreadyRunning(ServerName server) {}
}
