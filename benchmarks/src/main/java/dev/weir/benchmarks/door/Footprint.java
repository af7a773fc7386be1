package dev.weir.benchmarks.door;

import dev.weir.stack.ServerName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway's process takes.
 *
 * @param heapBytes of objects that live, after a collection
 * @param residentBytes of RAM: with heap that isn't used now, buffers outside of it and threads, without the kernel's part of
 *     sockets
 */
record Footprint(long heapBytes, long residentBytes) {

    private static final Pattern TOTAL = Pattern.compile("^Total +[0-9]+ +([0-9]+)", Pattern.MULTILINE);

    /** @throws IOException if the process doesn't tell, for instance as it is gone, or Java has no {@code jcmd} */
    static Footprint of(DoorServers servers) throws IOException, InterruptedException {
        long heap = heap(servers.pid(ServerName.GATEWAY));
        return new Footprint(heap, servers.residentBytes(ServerName.GATEWAY));
    }

    private static long heap(long pid) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd doesn't tell what lives in process " + pid + ": "
                    + text.lines().findFirst().orElse("nothing"));
        }
        return Long.parseLong(total.group(1));
    }
}
