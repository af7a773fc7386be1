package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;

/** What entries of the ledger count, added up. */
public record Counts(
        long onTime, long late, long duplicate, long dead, long resets, long givenUp, long misplaced, long heartbeats) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    static Counts of(LedgerEntry entry) {
        return new Counts(
                entry.onTime(),
                entry.late(),
                entry.duplicate(),
                entry.dead(),
                entry.resets(),
                entry.givenUp(),
                entry.misplaced(),
                entry.heartbeats());
    }

    /** All events, whatever their fate. */
    public long read() {
        return onTime + late + duplicate + dead;
    }

    Counts plus(Counts other) {
        return new Counts(
                onTime + other.onTime,
                late + other.late,
                duplicate + other.duplicate,
                dead + other.dead,
                resets + other.resets,
                givenUp + other.givenUp,
                misplaced + other.misplaced,
                heartbeats + other.heartbeats);
    }
}
