package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.StreamContract;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the log of a partition, beside the ledger's entries: counts the records of each entry, and, with an
 * oracle, judges each record again. Needs memory for the entries that cover the present offset only.
 */
final class Sweep implements CommittedLog.Visitor {

    private final String stream;
    private final int partition;
    private final Iterator<LedgerEntry> entries;
    private final NavigableMap<Long, Digest> letters;
    private final @Nullable PartitionOracle oracle;
    private final Map<Integer, StreamContract> contracts;
    private final List<Gap> gaps;
    private final List<OpenEntry> open = new ArrayList<>();
    private final List<Finding> counted = new ArrayList<>();
    private final Findings findings;
    private @Nullable LedgerEntry next;
    private int epoch = -1;

    /**
     * @param entries in the order of their offsets, at least one
     * @param letters of the dead records
     * @param oracle null if fates aren't to be judged again
     * @param checks of these entries
     */
    Sweep(
            String stream,
            int partition,
            List<LedgerEntry> entries,
            NavigableMap<Long, Digest> letters,
            @Nullable PartitionOracle oracle,
            EntryChecks checks,
            Findings findings) {
        this.stream = stream;
        this.partition = partition;
        this.entries = entries.iterator();
        this.letters = letters;
        this.oracle = oracle;
        contracts = checks.contracts();
        gaps = checks.gaps();
        this.findings = findings;
        next = this.entries.next();
    }

    @Override
    public void record(LogRecord record) throws RegistryUnavailableException {
        moveTo(record.offset());
        if (open.isEmpty()) {
            gaps.stream().filter(gap -> gap.contains(record.offset())).forEach(gap -> gap.count(record.offset()));
        }
        if (record.heartbeat() != null) {
            open.forEach(entry -> entry.countHeartbeat(record));
            if (oracle != null) {
                oracle.pass(record);
            }
            return;
        }
        Verdict verdict = oracle == null ? null : oracle.judge(record);
        for (OpenEntry entry : open) {
            Fate fate = entry.count(record);
            if (fate == Fate.DEAD) {
                compareLetter(record);
            }
            if (verdict != null) {
                entry.recompute(verdict);
                compareFate(record.offset(), fate, verdict);
            }
        }
    }

    private void moveTo(long offset) {
        Iterator<OpenEntry> all = open.iterator();
        while (all.hasNext()) {
            OpenEntry entry = all.next();
            if (entry.entry().to() <= offset) {
                close(entry);
                all.remove();
            }
        }
        while (next != null && next.from() <= offset) {
            OpenEntry entry = open(next);
            if (next.to() <= offset) {
                close(entry);
            } else {
                open.add(entry);
            }
            next = entries.hasNext() ? entries.next() : null;
        }
    }

    private OpenEntry open(LedgerEntry entry) {
        StreamContract contract = contracts.get(entry.epoch());
        if (oracle != null && entry.epoch() != epoch && contract != null) {
            oracle.begin(contract);
        }
        epoch = entry.epoch();
        try {
            return new OpenEntry(entry, FateOffsets.of(entry));
        } catch (IOException e) {
            // The entry's own checks have said so.
            return new OpenEntry(entry, FateOffsets.NONE);
        }
    }

    private void close(OpenEntry closed) {
        LedgerEntry entry = closed.entry();
        for (String text : closed.miscounts()) {
            counted.add(new Finding(Kind.RECOUNT, stream, partition, entry.from(), entry.to(), text));
        }
        for (long offset : closed.listedWithoutRecord()) {
            counted.add(Finding.at(
                    Kind.RECOUNT,
                    stream,
                    partition,
                    offset,
                    "the ledger says " + closed.fateAt(offset).text() + ", but the log has no event there"));
        }
        if (oracle != null) {
            for (String text : closed.miscalculations()) {
                findings.add(new Finding(Kind.COUNTER, stream, partition, entry.from(), entry.to(), text));
            }
        }
    }

    /** The log has been read: closes all entries. */
    void end() {
        moveTo(Long.MAX_VALUE);
    }

    /** In what log and ledger disagree on how many records there are, once the log has been read. */
    List<Finding> counted() {
        return counted;
    }

    private void compareLetter(LogRecord record) {
        Digest letter = letters.get(record.offset());
        if (letter != null && !letter.equals(Digest.of(record.key(), record.value()))) {
            findings.add(Finding.at(
                    Kind.WRONG_LETTER, stream, partition, record.offset(), "its letter has other bytes than the log"));
        }
    }

    private void compareFate(long offset, Fate fate, Verdict verdict) {
        if (verdict.fate() != fate) {
            findings.add(Finding.at(
                    Kind.FATE,
                    stream,
                    partition,
                    offset,
                    "the ledger says " + fate.text() + ", recomputed: "
                            + verdict.fate().text()
                            + (verdict.reason().isEmpty() ? "" : " (" + verdict.reason() + ")")));
        }
    }
}
