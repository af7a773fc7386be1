package dev.weir.cli.demo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the activity feed's generator would send, by running it as a user does. */
final class GeneratedActivities {

    static final Path PROJECT = Path.of("..", "pipelines", "activity-feed");

    private GeneratedActivities() {}

    /** One line a record: its kind, a space, and the event as JSON or the corrupt bytes in hex. */
    static List<String> generate(long seed, int records) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PROJECT.resolve("generator/SmallNetwork.java").toString(),
                        "--seed",
                        "" + seed,
                        "--start",
                        "1767225600000",
                        "--print",
                        "" + records)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The generator ended with " + process.exitValue());
        }
        return text.lines().toList();
    }
}
