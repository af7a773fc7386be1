package dev.weir.gateway.http;

import dev.weir.gateway.access.ByteBudget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Collects one request's body within the bounds; bytes beyond them are read and forgotten. Event loop only. */
final class BodyReader {

    /** Told one of them, once. Neither is told if the client goes away; then {@link #release} is all there is to do. */
    interface Listener {
        void complete(byte[] body);

        void refused(Problem problem);
    }

    private final int maxBytes;
    private final ByteBudget budget;
    private final Listener listener;
    private final Buffer collected = Buffer.buffer();
    private long taken;
    private boolean over;

    BodyReader(int maxBytes, ByteBudget budget, Listener listener) {
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.listener = listener;
    }

    void read(HttpServerRequest request) {
        request.handler(this::take);
        request.endHandler(end -> {
            if (!over) {
                over = true;
                listener.complete(collected.getBytes());
            }
        });
    }

    private void take(Buffer chunk) {
        if (over) {
            return;
        }
        if (collected.length() + chunk.length() > maxBytes) {
            refuse(tooLarge(maxBytes));
        } else if (!budget.take(chunk.length())) {
            refuse(Problem.busy());
        } else {
            taken += chunk.length();
            collected.appendBuffer(chunk);
        }
    }

    private void refuse(Problem problem) {
        over = true;
        listener.refused(problem);
    }

    /** Gives the bytes back to the budget; call it when the request is answered or its client gone. */
    void release() {
        over = true;
        budget.giveBack(taken);
        taken = 0;
    }

    static Problem tooLarge(int maxBytes) {
        return Problem.tooLarge("A body has at most " + maxBytes + " bytes; this has more. Nothing of it is stored.");
    }
}
