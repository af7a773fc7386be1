package dev.weir.stack;

/**
 * How much memory each server may use, in MiB. A process needs some 100 to 200 MiB beside its heap.
 *
 * @param taskManagerHeap what all tasks of all jobs share for objects
 * @param taskManagerManaged what RocksDB state of all jobs shares
 */
public record Memory(
        int kafkaHeap,
        int registryHeap,
        int jobManagerHeap,
        int taskManagerHeap,
        int taskManagerManaged,
        int gatewayHeap,
        int connectHeap,
        int postgresqlBuffers) {

    /** Keeps the whole stack below 3 GiB, and below 3.5 GiB with change capture. */
    public static final Memory DEFAULT = new Memory(448, 160, 320, 640, 192, 192, 256, 64);

    /** Below it, Flink's worker doesn't start, MiB. */
    public static final int LEAST_WORKER_HEAP = 256;

    /** RocksDB gets as much beside this heap of the worker's as it does as a default. */
    private static final double MANAGED_OF_HEAP = 0.3;

    public Memory {
        if (kafkaHeap < 128 || registryHeap < 96 || jobManagerHeap < 192 || taskManagerHeap < LEAST_WORKER_HEAP) {
            throw new IllegalArgumentException("A server's heap is too small for it to start.");
        }
        if (taskManagerManaged < 32 || gatewayHeap < 64 || connectHeap < 128 || postgresqlBuffers < 16) {
            throw new IllegalArgumentException("A server's memory is too small for it to start.");
        }
    }

    /**
     * With another heap of Flink's worker, and as much more or less for RocksDB.
     *
     * @param heap MiB
     */
    public Memory withWorkerHeap(int heap) {
        return new Memory(
                kafkaHeap,
                registryHeap,
                jobManagerHeap,
                heap,
                (int) Math.round(heap * MANAGED_OF_HEAP),
                gatewayHeap,
                connectHeap,
                postgresqlBuffers);
    }
}
