package dev.weir.benchmarks.door;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One connection of MQTT 5, by hand, so that the load takes as little of the processors as it can. For one thread. */
final class MqttConnection implements AutoCloseable {

    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int PINGREQ = 0xc0;
    private static final int PINGRESP = 0xd0;
    private static final int UNKNOWN_TOPIC = 0x90;

    private static final int MOST_TRIES = 600;
    private static final long PAUSE_MILLIS = 50;

    private final Socket socket;
    private final InputStream in;
    private int nextId;

    /** @param bufferBytes of what is read at a time */
    MqttConnection(String host, int port, String clientId, int bufferBytes) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), bufferBytes);
        ByteArrayOutputStream connect = new ByteArrayOutputStream();
        writeText(connect, "MQTT");
        connect.writeBytes(new byte[] {5, 2, 0, 0, 0});
        writeText(connect, clientId);
        socket.getOutputStream().write(packet(0x10, connect.toByteArray()));
        byte[] answer = read(CONNACK);
        if (answer[1] != 0) {
            throw new IOException("The door answers CONNECT with " + (answer[1] & 0xff));
        }
    }

    /** Publishes one message, as soon as the door knows its topic. */
    void publishFirst(String topic, byte[] payload) throws IOException, InterruptedException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            socket.getOutputStream().write(message(topic, nextId(), payload));
            if (reason(read(PUBACK)) != UNKNOWN_TOPIC) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IOException("The door doesn't know the topic in " + MOST_TRIES + " tries");
    }

    /**
     * Publishes until all is acknowledged.
     *
     * @param inFlight how many are sent before an acknowledgement is awaited
     */
    void publish(String topic, List<byte[]> payloads, int inFlight) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int sent = 0;
        int acknowledged = 0;
        while (acknowledged < payloads.size()) {
            while (sent < payloads.size() && sent - acknowledged < inFlight) {
                out.writeBytes(message(topic, nextId(), payloads.get(sent++)));
            }
            socket.getOutputStream().write(out.toByteArray());
            out.reset();
            do {
                int reason = reason(read(PUBACK));
                if (reason != 0) {
                    throw new IOException("The door answers a message with " + reason);
                }
                acknowledged++;
            } while (in.available() > 0 && acknowledged < sent);
        }
    }

    /** @throws IOException if the door doesn't answer, or closed the connection */
    void ping() throws IOException {
        socket.getOutputStream().write(packet(PINGREQ, new byte[0]));
        read(PINGRESP);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int nextId() {
        nextId = nextId % 65_535 + 1;
        return nextId;
    }

    private static int reason(byte[] pubAck) {
        return pubAck.length > 2 ? pubAck[2] & 0xff : 0;
    }

    private static byte[] message(String topic, int id, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writeText(body, topic);
        body.write(id >> 8);
        body.write(id);
        body.write(0);
        body.writeBytes(payload);
        return packet(PUBLISH_QOS_1, body.toByteArray());
    }

    private static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.length;
        do {
            packet.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private byte[] read(int expected) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("The door closed a connection");
        }
        int length = 0;
        for (int shift = 0, next = 0x80; (next & 0x80) != 0; shift += 7) {
            next = in.read();
            length |= (next & 0x7f) << shift;
        }
        byte[] body = in.readNBytes(length);
        if (first != expected) {
            throw new IOException("The door sends a packet " + first + " where " + expected + " is awaited");
        }
        return body;
    }
}
