package dev.weir.streams.fate;

import dev.weir.contract.EventTime;
import dev.weir.contract.Identity;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.PublishedContract;
import org.jspecify.annotations.Nullable;

/**
 * What a contract says of fates. Times are in milliseconds.
 *
 * @param contract the contract as text; another text begins another epoch
 * @param identity what the memory of identities belongs to; another text makes it useless
 * @param timed whether events have a time of their own; otherwise none is late
 * @param disorder how far behind the newest event one may be and still be on time
 * @param horizon how far behind it one may be and still be told from a repeat; nothing if there is no identity
 * @param memory by what repeats are told
 * @param within how far apart two events with one id may be and still be the same
 */
public record FateRules(
        String contract, String identity, boolean timed, long disorder, long horizon, MemoryKind memory, long within) {

    /** By what repeats are told. */
    enum MemoryKind {
        NONE,
        IDS,
        SEQUENCES
    }

    public static FateRules of(StreamContract contract) {
        EventTime time = contract.time();
        Identity identity = contract.mode() == Mode.APPEND ? contract.identity() : null;
        long disorder = time == null ? 0 : time.disorder().toMillis();
        long within = identity == null ? 0 : identity.within().toMillis();
        return new FateRules(
                new PublishedContract(contract, 0, 0).toJson(),
                contract.key() + " " + identity,
                time != null,
                disorder,
                Math.max(within, disorder),
                kind(identity),
                within);
    }

    private static MemoryKind kind(@Nullable Identity identity) {
        if (identity == null) {
            return MemoryKind.NONE;
        }
        return identity instanceof Identity.ById ? MemoryKind.IDS : MemoryKind.SEQUENCES;
    }
}
