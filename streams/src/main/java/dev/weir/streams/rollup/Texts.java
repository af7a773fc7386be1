package dev.weir.streams.rollup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Texts of a slice in one array, each behind its room and its length. One that outgrows its room moves behind all others
 * into twice the room it needs, so that what is left behind is at most as much as what is used.
 */
final class Texts {

    /** No text. */
    static final int NONE = -1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LEAST_BYTES = 64;
    private static final int HEAD = 2 * Integer.BYTES;

    private byte[] bytes = new byte[LEAST_BYTES];
    private int used;

    byte[] bytes() {
        return bytes;
    }

    int begin(int text) {
        return text + HEAD;
    }

    int end(int text) {
        return text + HEAD + (int) INT.get(bytes, text + Integer.BYTES);
    }

    /** @return the text's number: {@code old}, or a new one if its room is too small or it is {@link #NONE} */
    int put(int old, byte[] from, int begin, int end) {
        int length = end - begin;
        int text = old;
        if (text == NONE || length > (int) INT.get(bytes, text)) {
            int room = text == NONE ? length : 2 * length;
            text = used;
            used = Math.addExact(used, HEAD + room);
            if (used > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(used, bytes.length + (bytes.length >> 1)));
            }
            INT.set(bytes, text, room);
        }
        INT.set(bytes, text + Integer.BYTES, length);
        System.arraycopy(from, begin, bytes, text + HEAD, length);
        return text;
    }

    long writtenBytes() {
        return Integer.BYTES + (long) used;
    }

    void write(ByteBuffer out) {
        out.putInt(used).put(bytes, 0, used);
    }

    static Texts read(ByteBuffer in) {
        Texts texts = new Texts();
        texts.used = in.getInt();
        texts.bytes = new byte[Math.max(LEAST_BYTES, texts.used)];
        in.get(texts.bytes, 0, texts.used);
        return texts;
    }
}
