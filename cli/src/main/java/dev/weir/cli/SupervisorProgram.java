package dev.weir.cli;

import dev.weir.stack.LocalStack;
import dev.weir.stack.ManagedProcess;
import dev.weir.stack.Readiness;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program that the supervisor's process runs: this very Weir, kept where a build doesn't change it. */
record SupervisorProgram(Home home, LocalStack stack) {
    /** As small as it goes: it asks each server every few seconds and does nothing else. */
    private static final List<String> SMALL = List.of(
            "-Xms8m",
            "-Xmx40m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=24m",
            "-Xshare:auto");

    /** Makes sure that the servers are watched, if any were started here. */
    static void ensure(Home home, LocalStack stack) {
        stack.supervision().ensure(new SupervisorProgram(home, stack)::process);
    }

    /** Also ends a recovery that an earlier supervisor started: it runs from the same jars, and the new one looks again. */
    private ManagedProcess process(Readiness readiness) {
        stack.supervision().kill(RecoveryProcess.NAME);
        List<String> options = new ArrayList<>(SMALL);
        options.addAll(home.options());
        return stack.javaProcess(
                "supervisor",
                options,
                stack.supervision().copyOfProgram(ownClassPath()),
                SupervisorMain.class.getName(),
                List.of(),
                readiness);
    }

    /** What this process itself runs from. */
    static List<Path> ownClassPath() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            entries.add(Path.of(entry).toAbsolutePath());
        }
        return entries;
    }
}
