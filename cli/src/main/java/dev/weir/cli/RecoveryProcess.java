package dev.weir.cli;

import dev.weir.stack.LocalStack;
import dev.weir.stack.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code weir recover} as a process of the local stack, so that {@code weir down} ends it, whoever started it. */
record RecoveryProcess(Home home, LocalStack stack) implements JobWatch.Recovery {
    static final String NAME = "recovery";

    @Override
    public Optional<Duration> uptime() {
        return stack.supervision().uptime(NAME);
    }

    @Override
    public boolean start() {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED"));
        options.addAll(home.options());
        return stack.supervision()
                .tryStart(stack.javaProcess(
                        NAME,
                        options,
                        SupervisorProgram.ownClassPath(),
                        Main.class.getName(),
                        List.of("recover"),
                        Readiness.IMMEDIATE));
    }

    @Override
    public void end() {
        stack.supervision().kill(NAME);
    }

    @Override
    public Map<String, String> failures() {
        return new RecoveryReport(home).load();
    }
}
