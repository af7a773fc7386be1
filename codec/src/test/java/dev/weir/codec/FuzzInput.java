package dev.weir.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * What a fuzzer made: its first bytes choose, and the rest is a record. What goes wrong is an {@link AssertionError} with all
 * that is needed to see it again.
 */
public final class FuzzInput {

    /** What an input's reading may take: strings, lists and rows are larger as objects. */
    private static final long MEMORY = 1 << 20;

    private static final long MEMORY_PER_BYTE = 512;
    /** The first ones load classes, too. */
    private static final int ATTEMPTS = 3;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] bytes;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One of {@code choices}, by the first byte. */
    public int choice(int choices) {
        return bytes.length == 0 ? 0 : (bytes[0] & 0xFF) % choices;
    }

    /** What lies behind the first byte. */
    public byte[] rest() {
        return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    /** Chances that are the bytes, one after the other, and then zeros. */
    public Random chances() {
        return new Chances(bytes);
    }

    /** Something that may refuse the input, in the way that it should. */
    public interface Attempt {
        void run() throws Exception;
    }

    /** @return whether the input was taken */
    public boolean isTaken(Attempt attempt, Class<? extends Exception> refusal) {
        long memory = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            boolean taken = run(attempt, refusal);
            memory = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (memory <= MEMORY + MEMORY_PER_BYTE * bytes.length) {
                return taken;
            }
        }
        throw new AssertionError(
                memory + " bytes were taken by " + HexFormat.of().formatHex(bytes));
    }

    private boolean run(Attempt attempt, Class<? extends Exception> refusal) {
        try {
            attempt.run();
            return true;
        } catch (Exception e) {
            if (!refusal.isInstance(e)) {
                throw new AssertionError(
                        "Refused in a way of its own: " + HexFormat.of().formatHex(bytes), e);
            }
            return false;
        }
    }

    /** @throws AssertionError unless both are the same */
    public void same(Object one, Object other) {
        if (!one.equals(other)) {
            throw new AssertionError(
                    one + " and " + other + " of " + HexFormat.of().formatHex(bytes));
        }
    }

    private static final class Chances extends Random {
        private static final long serialVersionUID = 1;
        private final byte[] bytes;
        private int at;

        Chances(byte[] bytes) {
            super(0);
            this.bytes = bytes;
        }

        @Override
        protected int next(int bits) {
            return at < bytes.length ? bytes[at++] & (1 << Math.min(bits, 8)) - 1 : 0;
        }
    }
}
