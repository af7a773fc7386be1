package dev.weir.stack;

/**
 * Flink workers that have outlived their JobManager. What they do is lost with it, as the session cluster has no high
 * availability. But they keep the classes of its jobs until all their tasks have ended, and a job that is submitted again
 * under its id, with jars that a new JobManager has stored anew, is then refused by them for good ({@code
 * BlobLibraryCacheManager}: "a different set of library BLOBs").
 */
record LostWorkers(ProcessTable processes) {

    /** Kills them if no JobManager runs; they stay wanted, and are started again after it. */
    void kill() {
        if (processes.find(ServerName.JOB_MANAGER.id()).isEmpty()) {
            String name = ServerName.TASK_MANAGER.id();
            processes.find(name).ifPresent(worker -> processes.kill(worker, name));
        }
    }
}
