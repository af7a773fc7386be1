package dev.weir.benchmarks.way;

import dev.weir.benchmarks.way.PartitionReaders.Work;

/** Reads the bytes and does nothing with them: as fast as a Kafka consumer of Java can be, R0. */
final class BareConsumer implements Way {

    @Override
    public void run(Job job) throws Exception {
        long[] bytes = new long[job.parallelism()];
        new PartitionReaders(job).run(thread -> new Work() {
            @Override
            public void take(byte[] value) {
                bytes[thread] += value.length;
            }

            @Override
            public void end() {
                // The count is all there is.
            }
        });
        long sum = 0;
        for (long part : bytes) {
            sum += part;
        }
        WayMain.done(job, Long.toString(sum));
    }
}
