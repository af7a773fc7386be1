package dev.weir.cli;

import dev.weir.stack.LocalStack;
import dev.weir.stack.PostgresAddress;
import dev.weir.stack.Readiness;
import java.nio.file.Path;
import java.util.List;

/**
 * A project's generator of events: a single-file Java program with this command's class path. It runs as a process of
 * the local stack, so that {@code weir down} ends it even if this command was killed.
 */
final class Generator implements AutoCloseable {

    private final LocalStack stack;
    private final String name;
    private final long pid;

    private Generator(LocalStack stack, String name, long pid) {
        this.stack = stack;
        this.name = name;
        this.pid = pid;
    }

    /**
     * Starts it in place of one that still runs; it is told {@code --gateway URL --kafka HOST:PORT --report FILE},
     * and the local database: {@code --database JDBC-URL --database-user NAME --database-password-file FILE}.
     *
     * @param name of the process
     * @param program the {@code .java} file
     * @param report where it shall write what it made, when it ends
     */
    static Generator start(LocalStack stack, String name, Path program, String gateway, Path report) {
        stack.stop(name);
        PostgresAddress database = stack.postgresql();
        long pid = stack.start(stack.javaProcess(
                name,
                List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                stack.copyOfJars(name, LocalServers.ownJars()),
                program.toAbsolutePath().toString(),
                List.of(
                        "--gateway",
                        gateway,
                        "--kafka",
                        stack.kafka(),
                        "--report",
                        report.toString(),
                        "--database",
                        database.jdbcUrl(),
                        "--database-user",
                        database.user(),
                        "--database-password-file",
                        database.passwordFile().toString()),
                Readiness.IMMEDIATE));
        return new Generator(stack, name, pid);
    }

    boolean isRunning() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Stops it and waits until it has ended. */
    @Override
    public void close() {
        stack.stop(name);
    }
}
