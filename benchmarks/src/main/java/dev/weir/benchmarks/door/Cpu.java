package dev.weir.benchmarks.door;

import dev.weir.benchmarks.measure.Span;

/** What processes have used until a moment. */
record Cpu(long nanos, long cpuNanos, long brokerNanos) {

    static Cpu now(DoorJob job) {
        long pid = job.measuredPid() == 0 ? ProcessHandle.current().pid() : job.measuredPid();
        return new Cpu(System.nanoTime(), of(pid), of(job.brokerPid()));
    }

    private static long of(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("Process " + pid + " is gone"))
                .toNanos();
    }

    Span until(Cpu end, long events) {
        return new Span(events, end.nanos - nanos, end.cpuNanos - cpuNanos, end.brokerNanos - brokerNanos);
    }
}
