package dev.weir.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** How much RAM a process and its children take. */
final class ResidentMemory {
    private static final int KIB = 1024;

    private ResidentMemory() {}

    /** In bytes; of the children only what they don't share. Empty where there is no {@code /proc}. */
    static OptionalLong of(ProcessHandle process, List<ProcessHandle> children) {
        OptionalLong own = read(process, "VmRSS:");
        if (own.isEmpty()) {
            return own;
        }
        long unshared = children.stream()
                .mapToLong(child -> read(child, "RssAnon:").orElse(0))
                .sum();
        return OptionalLong.of(own.getAsLong() + unshared);
    }

    private static OptionalLong read(ProcessHandle process, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) { // Gone meanwhile, or no /proc here.
            return OptionalLong.empty();
        }
    }
}
