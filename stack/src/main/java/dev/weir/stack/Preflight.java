package dev.weir.stack;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.weir.stack.PreflightCheck.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the machine before servers are started.
 *
 * @param wanted the servers that are to run
 * @param running those that do already, whose ports and memory are theirs
 */
record Preflight(StackConfig config, Set<ServerName> wanted, Set<ServerName> running) {
    private static final int OLDEST_JAVA = 17;
    private static final long MIB = 1L << 20;
    private static final long MEMORY_NEEDED = 3_000;
    private static final long DISK_NEEDED = 2_000;
    /** Where servers ran before, their files are there. */
    private static final long DISK_NEEDED_AGAIN = 500;

    private static final long OPEN_FILES_NEEDED = 4_096;

    List<PreflightCheck> checks() {
        List<PreflightCheck> checks = new ArrayList<>();
        checks.add(java(Runtime.version().feature()));
        checks.add(memory(availableMemory() / MIB));
        checks.add(disk());
        checks.add(openFiles());
        checks.add(ports());
        if (wanted.contains(ServerName.POSTGRESQL)) {
            checks.add(user());
        }
        return checks;
    }

    static PreflightCheck java(int feature) {
        String found = "Java " + feature;
        return feature >= OLDEST_JAVA
                ? fine("JDK", found)
                : failed("JDK", found, "Install a JDK " + OLDEST_JAVA + " and set JAVA_HOME to it.");
    }

    /** Looked at as if nothing of ours ran: what runs has its memory already. */
    PreflightCheck memory(long availableMib) {
        String found = availableMib + " MiB available";
        if (!running.isEmpty() || availableMib >= MEMORY_NEEDED) {
            return fine("memory", found);
        }
        String remedy = "The servers take up to " + MEMORY_NEEDED + " MiB together: end other programs, or give the"
                + " container or virtual machine more.";
        Result result = availableMib < MEMORY_NEEDED / 2 ? Result.FAILED : Result.WARNING;
        return new PreflightCheck("memory", result, found, remedy);
    }

    private static long availableMemory() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long inContainer = system.getTotalMemorySize();
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .map(available -> Math.min(available, inContainer))
                    .findFirst()
                    .orElse(inContainer);
        } catch (IOException e) { // No /proc here.
            return inContainer;
        }
    }

    private PreflightCheck disk() {
        Path existing = config.home();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace() / MIB;
            String found = free + " MiB free in " + config.home();
            if (!Files.isWritable(existing)) {
                return failed("disk", existing + " can't be written", "Set WEIR_HOME to a directory of yours.");
            }
            long needed = Files.isDirectory(new StackDirectory(config.home()).run()) ? DISK_NEEDED_AGAIN : DISK_NEEDED;
            return free >= needed
                    ? fine("disk", found)
                    : failed("disk", found, "Free " + needed + " MiB, or set WEIR_HOME to another disk.");
        } catch (IOException e) {
            return failed(
                    "disk", existing + " can't be read: " + e.getMessage(), "Set WEIR_HOME to another directory.");
        }
    }

    private static PreflightCheck openFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long limit = system.getMaxFileDescriptorCount();
            String found = limit + " allowed";
            return limit >= OPEN_FILES_NEEDED
                    ? fine("open files", found)
                    : new PreflightCheck(
                            "open files",
                            Result.WARNING,
                            found,
                            "Kafka may need more: `ulimit -n " + OPEN_FILES_NEEDED + "`.");
        }
        return fine("open files", "no limit known");
    }

    private PreflightCheck ports() {
        List<Integer> taken = wanted.stream()
                .filter(server -> !running.contains(server))
                .flatMap(server -> config.ports().of(server).stream())
                .filter(port -> !Startup.isFree(port))
                .sorted()
                .toList();
        return taken.isEmpty()
                ? fine("ports", running.isEmpty() ? "free" : "free or ours")
                : failed(
                        "ports",
                        "used by other programs: " + taken,
                        "End those programs, or choose other ports with --port-offset.");
    }

    private PreflightCheck user() {
        try {
            PostgresLauncher launcher = PostgresLauncher.of(config.postgresAccount());
            Optional<Path> obstacle = launcher.obstacle(config.home());
            if (obstacle.isPresent()) {
                return failed("user", "root", launcher.remedy(obstacle.get()));
            }
            String found = System.getProperty("user.name");
            if (!launcher.prefix().isEmpty()) {
                found += launcher.user()
                        .map(user -> "; PostgreSQL runs as " + user)
                        .orElse("; PostgreSQL runs in a user namespace");
            }
            return fine("user", found);
        } catch (ServerFailedException e) {
            return failed("user", "root", e.getMessage());
        }
    }

    private static PreflightCheck fine(String name, String found) {
        return new PreflightCheck(name, Result.FINE, found, "");
    }

    private static PreflightCheck failed(String name, String found, String remedy) {
        return new PreflightCheck(name, Result.FAILED, found, remedy);
    }
}
