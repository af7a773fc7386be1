package dev.weir.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tries the stack by hand: {@code up|down|status|check <home> <port offset>}, without the gateway. */
public final class StackMain {
    private static final Set<ServerName> SERVERS = EnumSet.range(ServerName.POSTGRESQL, ServerName.REGISTRY);

    private StackMain() {}

    public static void main(String[] arguments) {
        StackConfig config = StackConfig.of(Path.of(arguments[1]), Integer.parseInt(arguments[2]), List.of());
        LocalStack stack = new LocalStack(config);
        long begin = System.nanoTime();
        switch (arguments[0]) {
            case "up" -> stack.up(SERVERS, new Printed());
            case "down" -> stack.down();
            case "status" -> stack.status().forEach(System.out::println);
            case "check" -> stack.preflight(SERVERS).forEach(System.out::println);
            default -> throw new IllegalArgumentException("up, down, status or check");
        }
        System.out.println(Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
    }

    private static final class Printed implements Progress {
        @Override
        public void downloading(int files, long bytes) {
            System.out.println("downloading " + files + " files, " + bytes / 1_000_000 + " MB");
        }

        @Override
        public void downloaded(long bytes) {
            System.out.print("\r" + bytes / 1_000_000 + " MB");
        }

        @Override
        public void downloadFinished(Duration took) {
            System.out.println("\rdownloaded in " + took.toMillis() + " ms");
        }

        @Override
        public void starting(ServerName server) {
            System.out.println("starting " + server.label());
        }

        @Override
        public void ready(ServerName server, Duration took) {
            System.out.println(server.label() + " ✓ " + took.toMillis() + " ms");
        }

        @Override
        public void alreadyRunning(ServerName server) {
            System.out.println(server.label() + " runs");
        }
    }
}
