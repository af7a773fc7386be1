package dev.weir.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.iceberg.flink.sink.WriteResultSerializer;

/** Keeps in the job's state what isn't in the table yet. */
final class LakeWriteSerializer implements SimpleVersionedSerializer<LakeWrite> {

    private static final int VERSION = 1;

    private final WriteResultSerializer files = new WriteResultSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(LakeWrite write) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(write.ranges().text());
            out.writeInt(files.getVersion());
            out.write(files.serialize(write.files()));
        }
        return bytes.toByteArray();
    }

    @Override
    public LakeWrite deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("Files of version " + version + " can't be read: this Weir knows " + VERSION);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
            Ranges ranges = Ranges.parse(in.readUTF());
            int filesVersion = in.readInt();
            return new LakeWrite(files.deserialize(filesVersion, in.readAllBytes()), ranges);
        }
    }
}
