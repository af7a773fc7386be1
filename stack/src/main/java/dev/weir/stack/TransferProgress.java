package dev.weir.stack;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Adds up what Maven's transfers bring. Called from several threads. */
final class TransferProgress extends AbstractTransferListener {
    private static final long REPORT_EVERY = 1_000_000;

    private final Progress progress;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean counting;

    TransferProgress(Progress progress) {
        this.progress = progress;
    }

    /** Counts from now on; what came before were descriptions, not files. */
    void begin() {
        counting = true;
    }

    @Override
    public void transferProgressed(TransferEvent event) {
        if (counting) {
            long after = bytes.addAndGet(event.getDataLength());
            if (after / REPORT_EVERY > (after - event.getDataLength()) / REPORT_EVERY) {
                progress.downloaded(after);
            }
        }
    }
}
