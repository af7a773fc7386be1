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

    public Memory {
        if (kafkaHeap < 128 || registryHeap < 96 || jobManagerHeap < 192 || taskManagerHeap < 256) {
            throw new IllegalArgumentException("A server's heap is too small for it to start.");
        }
        if (taskManagerManaged < 32 || gatewayHeap < 64 || connectHeap < 128 || postgresqlBuffers < 16) {
            throw new IllegalArgumentException("A server's memory is too small for it to start.");
        }
    }
}
