package dev.weir.benchmarks.door;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that is kept, by hand, so that the load takes as little of the processors as it can. For one thread. */
final class HttpConnection {

    private static final int OK = 200;
    private static final int BUSY = 503;
    private static final int UNKNOWN_YET = 404;
    private static final int MOST_TRIES = 600;
    private static final long PAUSE_MILLIS = 50;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final byte[] line = new byte[8 << 10];
    private byte[] body = new byte[1 << 10];

    HttpConnection(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    }

    /**
     * Sends a whole request until its events are stored: again while the door is busy, or doesn't know the stream yet.
     *
     * @throws IOException if it answers anything else
     */
    void post(byte[] request) throws IOException, InterruptedException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            socket.getOutputStream().write(request);
            int status = answer();
            if (status == OK) {
                return;
            }
            if (status != UNKNOWN_YET && !(status == BUSY && isSurelyNotStored())) {
                throw new IOException("The door answers " + status + ": " + text());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IOException("The door doesn't take a request in " + MOST_TRIES + " tries: " + text());
    }

    private String text() {
        return new String(body, StandardCharsets.UTF_8).trim();
    }

    private boolean isSurelyNotStored() {
        return text().contains("\"BUSY\"") || text().contains("\"STARTING\"");
    }

    private int answer() throws IOException {
        int status = Integer.parseInt(readLine().split(" ")[1]);
        int length = 0;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(LENGTH)) {
                length = Integer.parseInt(name.substring(LENGTH.length()).trim());
            }
        }
        if (status == OK) {
            in.skipNBytes(length);
        } else {
            body = in.readNBytes(length);
        }
        return status;
    }

    private String readLine() throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The door closed a connection");
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, Math.max(0, length - 1), StandardCharsets.US_ASCII);
    }
}
