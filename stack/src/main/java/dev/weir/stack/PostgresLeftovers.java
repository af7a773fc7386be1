package dev.weir.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a killed PostgreSQL leaves: children that outlive it for a moment and keep its shared memory, and a lock file
 * whose process number may meanwhile be another program's.
 *
 * @param data its data directory
 */
record PostgresLeftovers(Path data) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Called only while the server itself does not run. */
    void clear() throws IOException {
        for (ProcessHandle child : children()) {
            if (!ProcessTable.endsWithin(child, PATIENCE)) {
                child.destroyForcibly();
                ProcessTable.endsWithin(child, PATIENCE);
            }
        }
        Path lock = data.resolve("postmaster.pid");
        if (Files.exists(lock) && namesNoServer(lock)) {
            Files.delete(lock);
        }
    }

    /** Processes of a PostgreSQL that work in this very directory. */
    private List<ProcessHandle> children() {
        return ProcessHandle.allProcesses()
                .filter(PostgresLeftovers::isPostgres)
                .filter(this::worksHere)
                .toList();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(data.toRealPath());
        } catch (IOException e) { // Gone meanwhile, another user's, or no /proc here.
            return false;
        }
    }

    /**
     * PostgreSQL itself knows a lock file whose process is gone, but takes any other of that number for a server, even
     * its own that was killed and that its parent has not yet waited for. Where we may not see what it is, PostgreSQL
     * decides.
     */
    private static boolean namesNoServer(Path lock) throws IOException {
        Optional<String> pid = Files.readAllLines(lock).stream().findFirst();
        return pid.filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .flatMap(ProcessHandle::of)
                .filter(process -> ProcessTable.isZombie(process)
                        || process.info().command().isPresent() && !isPostgres(process))
                .isPresent();
    }
}
