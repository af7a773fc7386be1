package dev.weir.streams.judge;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.fate.Fate;
import java.util.Set;

/** Which of a stream's judged events a table shows; a stream has a table of each. */
public enum Shown {
    /** Those on time: the stream's own table. */
    ON_TIME("", Fate.ON_TIME),
    /** Those that are late. */
    LATE("$late", Fate.LATE),
    /** Repeats of others. */
    DUPLICATE("$duplicate", Fate.DUPLICATE),
    /** Each event once, on time or late, those of a partition in the order of the log. */
    ALL("$all", Fate.ON_TIME, Fate.LATE),
    /** Of a stream with a key: each of its changes, as a row of its own that nothing takes back. */
    CHANGES("$changes", Fate.ON_TIME);

    private final String suffix;
    private final Set<Fate> fates;

    Shown(String suffix, Fate... fates) {
        this.suffix = suffix;
        this.fates = Set.of(fates);
    }

    /** Those of the events that the table shows. */
    public Set<Fate> fates() {
        return fates;
    }

    /** What the table's name has behind the stream's. */
    public String suffix() {
        return suffix;
    }

    /** Whether a stream has this table: repeated and late are only the events of streams that only grow, changed those of others. */
    public boolean of(StreamContract contract) {
        return this == ON_TIME || (this == CHANGES) == (contract.mode() != Mode.APPEND);
    }

    /** Whether time goes by in this table: of what is late or repeated it says nothing. */
    public boolean hasTime() {
        return this == ON_TIME || this == ALL;
    }

    /** What the table's rows have behind the stream's columns. */
    public AddedColumns added() {
        return switch (this) {
            case ON_TIME -> AddedColumns.NONE;
            case LATE, DUPLICATE, ALL -> AddedColumns.FATE;
            case CHANGES -> AddedColumns.REVISION;
        };
    }
}
