package dev.weir.pipeline.project;

/** Where a running job has what its SQL remembers. Checkpoints hold it in either case, so it survives a crash. */
public enum StateStore {
    /** RocksDB: as much as the disk holds, each look takes microseconds, and what isn't in memory is read from disk. */
    DISK,

    /** Objects on the worker's heap: tens of times as quick, as long as they fit; each checkpoint writes all of them. */
    MEMORY
}
