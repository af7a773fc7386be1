package dev.weir.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Remembers the ports on which the servers of a directory were started. */
public record PortsRecord(Path file) {

    PortsRecord(StackDirectory directory) {
        this(directory.run().resolve("port-offset"));
    }

    /** The port offset of the last {@link LocalStack#up} in that directory, if there was one. */
    public static OptionalInt lastOffset(Path home) {
        return new PortsRecord(new StackDirectory(home)).offset();
    }

    private OptionalInt offset() {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(file).trim()));
        } catch (IOException | NumberFormatException e) { // Never started here.
            return OptionalInt.empty();
        }
    }

    void refuseOthers(Ports ports, ProcessTable processes) {
        OptionalInt last = offset();
        boolean others = last.isPresent() && last.getAsInt() != ports.offset();
        if (others
                && processes.recorded().stream()
                        .anyMatch(name -> processes.find(name).isPresent())) {
            throw new StackBusyException("The servers run already, with port offset " + last.getAsInt() + " and not "
                    + ports.offset() + ". Run `weir down` first, or use the same offset.");
        }
    }

    void store(Ports ports) {
        try {
            AtomicFile.write(file, Integer.toString(ports.offset()));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be written.", e);
        }
    }
}
