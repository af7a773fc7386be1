package dev.weir.cli;

import dev.weir.stack.LocalStack;

/**
 * The supervisor's process: watches the local servers, and brings back the jobs that a JobManager forgot. Plans nothing
 * itself, so that it stays small: what brings jobs back is a process that lives only so long.
 */
public final class SupervisorMain {

    private SupervisorMain() {}

    public static void main(String[] arguments) {
        Home home = Home.ofProcess();
        LocalStack stack = LocalServers.asStarted(home);
        stack.supervision()
                .supervise(new JobWatch(
                        new LostJobs(home, stack), new RecoveryProcess(home, stack), JobWatch::monotonicTime));
    }
}
