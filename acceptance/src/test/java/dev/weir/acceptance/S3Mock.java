package dev.weir.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A store that is spoken to like S3, in a process of its own, with one bucket. */
final class S3Mock implements AutoCloseable {

    static final String BUCKET = "weir";
    static final String SECRET = "not-for-any-log-4711";

    private final int port;
    private final Process process;

    private S3Mock(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static S3Mock start(Path folder) throws IOException {
        int port = freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        Path.of("target/s3mock/s3mock.jar").toAbsolutePath().toString(),
                        "--com.adobe.testing.s3mock.httpPort=" + port,
                        "--server.port=" + freePort())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3mock.log").toFile())
                .start();
        S3Mock store = new S3Mock(port, process);
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> Http.send(HttpRequest.newBuilder(URI.create(store.endpoint() + "/" + BUCKET))
                                        .PUT(HttpRequest.BodyPublishers.noBody())
                                        .build())
                                .statusCode()
                        == 200);
        return store;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** For who is to log in. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "weir",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_ENDPOINT_URL_S3",
                endpoint());
    }

    /** The keys of the objects that begin so, as XML. */
    String list(String prefix) {
        return Http.send(HttpRequest.newBuilder(URI.create(endpoint() + "/" + BUCKET + "?list-type=2&prefix=" + prefix))
                        .build())
                .body();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
