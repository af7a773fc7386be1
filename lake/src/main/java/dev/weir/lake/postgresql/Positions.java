package dev.weir.lake.postgresql;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * One after the last record of each partition that a table has for certain: a checkpoint's, which the table may be ahead
 * of but never behind.
 */
record Positions(Map<Integer, Long> next) {

    private static final int VERSION = 1;

    Positions {
        next = Map.copyOf(next);
    }

    /** Writes them into checkpoints. */
    static final class Serializer implements SimpleVersionedSerializer<Positions> {

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(Positions positions) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeInt(positions.next().size());
                for (Map.Entry<Integer, Long> each : new TreeMap<>(positions.next()).entrySet()) {
                    out.writeInt(each.getKey());
                    out.writeLong(each.getValue());
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public Positions deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException("The state is of version " + version + ", but this is " + VERSION
                        + ": give the delivery another name, so that it begins without.");
            }
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                Map<Integer, Long> next = new TreeMap<>();
                int size = in.readInt();
                for (int i = 0; i < size; i++) {
                    next.put(in.readInt(), in.readLong());
                }
                return new Positions(next);
            }
        }
    }
}
