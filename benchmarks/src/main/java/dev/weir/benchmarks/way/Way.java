package dev.weir.benchmarks.way;

/** One way of computing the features of the log. */
@FunctionalInterface
interface Way {

    /** Computes them. Returns when that is done, or when it goes on by itself until the process ends. */
    void run(Job job) throws Exception;
}
