package dev.weir.simulate;

/**
 * What a technician does to the maintenance log.
 *
 * @param atMillis when, in milliseconds since 1970
 * @param kind what is done
 * @param entry the entry's number; those of a plant that begins later are higher
 * @param machine the machine's name
 * @param part what was serviced
 * @param doneAtMillis when it was serviced
 */
public record LogChange(long atMillis, Kind kind, long entry, String machine, Part part, long doneAtMillis) {

    /** What is done to an entry. */
    public enum Kind {
        ENTERED,
        CORRECTED,
        WITHDRAWN
    }
}
