package dev.weir.stack;

import java.time.Duration;

/**
 * How patient the supervisor is. Time that a server doesn't answer counts only while the supervisor itself runs on time,
 * so that a machine that is merely slow, or was asleep, is not mistaken for a server that is stuck.
 *
 * @param probeEvery how often a server that answers is asked
 * @param idleSilence how long a server that takes hardly any CPU time may not answer
 * @param busySilence the same for one that takes CPU time: it may be slow
 * @param paused how long a process may be stopped by a signal
 * @param longestBackOff between two tries to start a server that dies again and again
 * @param troubleAfter so many deaths in a row make the supervisor say so in the status
 * @param settled a server that has been ready for so long has left its deaths behind
 * @param longestStep what one look at all servers counts at most
 * @param lateness a pause that took so much longer than asked means that we, or the machine, are slow
 */
record WatchConfig(
        Duration probeEvery,
        Duration idleSilence,
        Duration busySilence,
        Duration paused,
        Duration longestBackOff,
        int troubleAfter,
        Duration settled,
        Duration longestStep,
        Duration lateness) {

    static final WatchConfig DEFAULT = new WatchConfig(
            Duration.ofSeconds(5),
            Duration.ofSeconds(45),
            Duration.ofMinutes(3),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            5,
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofMillis(500));

    /** How long to wait after that many deaths in a row: not at all after the first, then 1 s, 2 s, 4 s … */
    Duration backOff(int deaths) {
        if (deaths <= 1) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(deaths - 2, 16));
        return doubled.compareTo(longestBackOff) < 0 ? doubled : longestBackOff;
    }
}
