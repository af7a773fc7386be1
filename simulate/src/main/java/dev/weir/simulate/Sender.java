package dev.weir.simulate;

/** A way into Weir. Used by one thread. */
public interface Sender extends AutoCloseable {

    /**
     * Takes a reading, to be sent soon. Readings of a sensor are sent in the order in which they are given here. Blocks while too
     * much is on the way.
     *
     * @throws SendingException if nothing more can be sent
     */
    void send(Delivery delivery) throws SendingException, InterruptedException;

    /** Sends what still waits for company. */
    void flush() throws SendingException, InterruptedException;

    /**
     * Waits until all that was given until now is acknowledged or refused; more may be given then.
     *
     * @throws SendingException if something is neither
     */
    void settle() throws SendingException, InterruptedException;

    /**
     * Waits until all that was given is acknowledged or refused; nothing more is given.
     *
     * @throws SendingException if something is neither
     */
    void finish() throws SendingException, InterruptedException;

    /** Until now. */
    Sent sent();

    /** How many connections send now. */
    int connections();

    /** Sends no more; what isn't acknowledged may be stored or not. */
    @Override
    void close();
}
