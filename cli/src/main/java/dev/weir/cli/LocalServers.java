package dev.weir.cli;

import dev.weir.stack.LastStart;
import dev.weir.stack.LocalStack;
import dev.weir.stack.Ports;
import dev.weir.stack.ServerName;
import dev.weir.stack.ServerStatus;
import dev.weir.stack.StackConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The local stack as commands see it: where its data lie, its ports, and the gateway that was built. */
final class LocalServers {

    private LocalServers() {}

    /** With the ports and memory of its last start, or the default ones. */
    static LocalStack asStarted(Home home) {
        return of(home, LastStart.in(home.data()));
    }

    /** The same for a command that uses the servers: a supervisor that was killed is started again. */
    static LocalStack watched(Home home) {
        LocalStack stack = asStarted(home);
        SupervisorProgram.ensure(home, stack);
        return stack;
    }

    /**
     * The same, if the servers run that are needed.
     *
     * @throws CommandFailure naming those that don't
     */
    static LocalStack running(Home home, ServerName... needed) throws IOException {
        List<String> names = Stream.of(needed).map(ServerName::id).toList();
        LocalStack stack = watched(home);
        String absent = stack.status().stream()
                .filter(server -> names.contains(server.name()) && server.pid().isEmpty())
                .map(ServerStatus::name)
                .collect(Collectors.joining(", "));
        if (!absent.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "Not running here: " + absent + ". Start what is missing: weir up");
        }
        return stack;
    }

    /** As it is to be started. */
    static LocalStack of(Home home, LastStart start) {
        StackConfig config = StackConfig.of(
                home.data(),
                start.portOffset(),
                jars(home, "gateway"),
                jars(home, "capture"),
                ownJars(),
                home.options());
        return new LocalStack(config.withMemory(config.memory().withWorkerHeap(start.workerHeap())));
    }

    /** Where events are posted. */
    static String gateway(Home home) {
        return "http://127.0.0.1:" + ports(home).gateway();
    }

    /** Where devices connect. */
    static URI mqtt(Home home) {
        return URI.create("mqtt://127.0.0.1:" + ports(home).mqtt());
    }

    private static Ports ports(Home home) {
        return Ports.withOffset(LastStart.in(home.data()).portOffset());
    }

    /** What this process itself runs from; without folders of classes, as it has in an IDE. */
    static List<Path> ownJars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .filter(Files::isRegularFile)
                .toList();
    }

    private static List<Path> jars(Home home, String module) {
        Path folder = home.root().resolve(module + "/target/lib");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The jars in " + folder + " can't be listed.", e);
        }
    }
}
