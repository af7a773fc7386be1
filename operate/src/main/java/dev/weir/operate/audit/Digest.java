package dev.weir.operate.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stands for the bytes of a record, to see whether a letter has the same ones. */
final class Digest {

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    static Digest of(byte @Nullable [] key, byte @Nullable [] value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            update(digest, key);
            update(digest, value);
            return new Digest(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, byte @Nullable [] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(0, part == null ? -1 : part.length)
                .array());
        if (part != null) {
            digest.update(part);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && Arrays.equals(digest.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
