package dev.weir.stack;

import dev.weir.stack.WatchedServer.Sight;
import dev.weir.stack.WatchedServer.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the operating system tells of a running process. */
final class ProcessSight {

    private ProcessSight() {}

    static Sight of(ProcessHandle process) {
        return new Sight(
                isPaused(process) ? State.PAUSED : State.RUNNING,
                process.pid(),
                process.info().totalCpuDuration().orElse(Duration.ZERO));
    }

    /** Whether a signal or a debugger has stopped it; unknown, so false, where there is no {@code /proc}. */
    static boolean isPaused(ProcessHandle process) {
        char state = state(process);
        return state == 'T' || state == 't';
    }

    /** The letter that proc(5) explains under {@code /proc/pid/stat}, or a blank. */
    static char state(ProcessHandle process) {
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) { // No /proc here, or the process has just gone, which the next look will tell.
            return ' ';
        }
    }
}
