package dev.weir.stack;

import java.time.Duration;

/** Passes on what several threads tell, one call at a time. */
final class SerialProgress implements Progress {
    private final Progress progress;

    SerialProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public synchronized void resolving() {
        progress.resolving();
    }

    @Override
    public synchronized void downloading(int files, long bytes) {
        progress.downloading(files, bytes);
    }

    @Override
    public synchronized void downloaded(long bytes) {
        progress.downloaded(bytes);
    }

    @Override
    public synchronized void downloadFinished(Duration took) {
        progress.downloadFinished(took);
    }

    @Override
    public synchronized void starting(ServerName server) {
        progress.starting(server);
    }

    @Override
    public synchronized void ready(ServerName server, Duration took) {
        progress.ready(server, took);
    }

    @Override
    public synchronized void alreadyRunning(ServerName server) {
        progress.alreadyRunning(server);
    }
}
