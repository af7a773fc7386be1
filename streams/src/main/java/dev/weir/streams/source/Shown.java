package dev.weir.streams.source;

import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.AddedColumns;

/** Which of a stream's judged events a table shows; a stream has a table of each. */
public enum Shown {
    /** Those on time: the stream's own table. */
    ON_TIME(""),
    /** Those that are late. */
    LATE("$late"),
    /** Repeats of others. */
    DUPLICATE("$duplicate"),
    /** Each event once, on time or late, those of a partition in the order of the log. */
    ALL("$all");

    private final String suffix;

    Shown(String suffix) {
        this.suffix = suffix;
    }

    /** What the table's name has behind the stream's. */
    public String suffix() {
        return suffix;
    }

    /** Whether a stream has this table: repeated and late are only the events of streams that only grow. */
    public boolean of(StreamContract contract) {
        return this == ON_TIME || contract.mode() == Mode.APPEND;
    }

    /** Whether time goes by in this table: of what is late or repeated it says nothing. */
    public boolean hasTime() {
        return this == ON_TIME || this == ALL;
    }

    /** What the table's rows have behind the stream's columns. */
    public AddedColumns added() {
        return this == ON_TIME ? AddedColumns.NONE : AddedColumns.FATE;
    }
}
