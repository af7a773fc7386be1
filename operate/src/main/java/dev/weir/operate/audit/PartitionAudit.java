package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.CommittedLog.Extent;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** The audit of one partition, from the offset at which the pipeline began to the one up to which it has committed. */
final class PartitionAudit {

    private final CommittedLog log;
    private final SchemaRegistry registry;
    private final Ledger ledger;
    private final String stream;
    private final int partition;
    private final List<LedgerEntry> entries;
    private final Findings findings;
    private final EntryChecks checks;
    private final long from;
    private final long to;

    PartitionAudit(
            CommittedLog log,
            SchemaRegistry registry,
            Ledger ledger,
            String stream,
            int partition,
            List<LedgerEntry> entries,
            Findings findings) {
        this.log = log;
        this.registry = registry;
        this.ledger = ledger;
        this.stream = stream;
        this.partition = partition;
        this.entries = entries;
        this.findings = findings;
        checks = new EntryChecks(stream, partition, findings);
        from = entries.get(0).from();
        to = entries.stream().mapToLong(LedgerEntry::to).max().orElseThrow();
    }

    /** @param letters of this partition's dead records */
    PartitionReport run(boolean deep, NavigableMap<Long, Digest> letters)
            throws KafkaUnavailableException, RegistryUnavailableException {
        checks.check(entries);
        Extent extent = log.extents(stream).get(partition);
        boolean compacted = extent != null && log.isCompacted(stream);
        String notRecomputable = deep ? notRecomputable(extent, compacted) : null;
        boolean recompute = deep && notRecomputable == null;
        Sweep sweep = new Sweep(
                stream,
                partition,
                entries,
                letters,
                recompute ? new PartitionOracle(registry, partition) : null,
                checks,
                findings);
        if (extent != null && (!compacted || recompute)) {
            log.read(stream, partition, Math.max(from, extent.start()), Math.min(to, extent.committed()), sweep);
        }
        sweep.end();
        // Retention may have taken more away meanwhile.
        Extent after = log.extents(stream).get(partition);
        long readFrom = after == null || compacted ? Long.MAX_VALUE : after.start();
        sweep.counted().stream().filter(finding -> finding.from() >= readFrom).forEach(findings::add);
        checks.gaps().forEach(gap -> findings.add(gap.finding(stream, partition, gap.from() >= readFrom)));
        return new PartitionReport(
                partition,
                from,
                to,
                entries.get(entries.size() - 1).epoch(),
                entries.size(),
                entries.stream().map(Counts::of).reduce(Counts.NONE, Counts::plus),
                notRecountable(after, compacted),
                notRecomputable);
    }

    private @Nullable String notRecountable(@Nullable Extent extent, boolean compacted) {
        if (extent == null) {
            return "the topic or this partition is gone";
        }
        if (compacted) {
            return "the topic is compacted";
        }
        return extent.start() > from
                ? "offsets " + from + " to " + (Math.min(extent.start(), to) - 1) + " are no longer in the log"
                : null;
    }

    private @Nullable String notRecomputable(@Nullable Extent extent, boolean compacted) {
        StreamContract contract = checks.contracts().get(entries.get(0).epoch());
        if (contract == null) {
            return "the contract of the first entry can't be read";
        }
        if (contract.mode() == Mode.APPEND || extent == null) {
            // What is gone may have decided what is there; the other modes remember nothing.
            return notRecountable(extent, compacted);
        }
        return null;
    }

    /** Whether a dead record has no letter. */
    boolean lacksLetters(NavigableMap<Long, Digest> letters) {
        boolean[] lacks = {false};
        forEachDead(offset -> lacks[0] |= !letters.containsKey(offset));
        return lacks[0];
    }

    /**
     * Compares the letters with what the ledger says is dead.
     *
     * @param heldBack whether letters may be there that can't be seen yet
     */
    void compare(NavigableMap<Long, Digest> letters, boolean heldBack) {
        Roaring64NavigableMap dead = new Roaring64NavigableMap();
        forEachDead(offset -> {
            dead.addLong(offset);
            if (!letters.containsKey(offset)) {
                findings.add(Finding.at(
                        Kind.MISSING_LETTER,
                        stream,
                        partition,
                        offset,
                        "the ledger says dead, but " + stream + ".dead has no letter"
                                + (heldBack ? " that can be seen: an open transaction holds it back" : "")));
            }
        });
        for (long offset : letters.subMap(from, to).keySet()) {
            if (!dead.contains(offset)
                    && checks.gaps().stream().noneMatch(gap -> gap.contains(offset))
                    && !mayBeDeadElsewhere(offset)) {
                findings.add(Finding.at(
                        Kind.PHANTOM_LETTER,
                        stream,
                        partition,
                        offset,
                        stream + ".dead has a letter, but no pipeline's ledger says dead"));
            }
        }
    }

    private boolean mayBeDeadElsewhere(long offset) {
        try {
            return ledger.mayBeDeadElsewhere(stream, partition, offset);
        } catch (IOException e) {
            // An audit of that pipeline says so.
            return true;
        }
    }

    private void forEachDead(java.util.function.LongConsumer each) {
        for (LedgerEntry entry : entries) {
            if (entry.deadOffsets() != null) {
                try {
                    FateOffsets.of(entry).forEach(Fate.DEAD, each);
                } catch (IOException e) {
                    // The checks of the entry have said so: there is nothing to compare with.
                    continue;
                }
            }
        }
    }
}
