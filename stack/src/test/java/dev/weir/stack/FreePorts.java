package dev.weir.stack;

import java.io.IOException;
import java.util.Arrays;

/** Finds ports for a test's own servers, below those that the system hands out. */
final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int LAST = 24_000;
    private static final int STEP = 500;

    private FreePorts() {}

    static int offset() throws IOException {
        for (int offset = FIRST; offset <= LAST; offset += STEP) {
            Ports ports = Ports.withOffset(offset);
            if (Arrays.stream(ServerName.values())
                    .flatMap(server -> ports.of(server).stream())
                    .allMatch(Startup::isFree)) {
                return offset;
            }
        }
        throw new IOException("No free ports for the test's servers.");
    }
}
