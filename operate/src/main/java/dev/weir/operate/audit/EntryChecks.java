package dev.weir.operate.audit;

import dev.weir.contract.ContractException;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.StreamContract;
import dev.weir.contract.publish.PublishedContract;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.fate.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the entries of one partition agree with themselves and with each other. */
final class EntryChecks {

    private static final long MOST_OFFSETS = 1L << 32;

    private final String stream;
    private final int partition;
    private final Findings findings;
    private final Map<Integer, StreamContract> contracts = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();

    EntryChecks(String stream, int partition, Findings findings) {
        this.stream = stream;
        this.partition = partition;
        this.findings = findings;
    }

    /** @param entries in the order of their offsets, at least one */
    void check(List<LedgerEntry> entries) {
        long reached = entries.get(0).from();
        int epoch = -1;
        for (LedgerEntry entry : entries) {
            if (entry.from() > reached) {
                gaps.add(new Gap(reached, entry.from()));
            } else if (entry.from() < reached) {
                findings.add(new Finding(
                        Kind.OVERLAP,
                        stream,
                        partition,
                        entry.from(),
                        Math.min(reached, entry.to()),
                        "several entries have these offsets; one is of checkpoint " + entry.checkpoint()));
            }
            checkNumbers(entry);
            checkEpoch(entry, epoch);
            reached = Math.max(reached, entry.to());
            epoch = Math.max(epoch, entry.epoch());
        }
    }

    private void checkNumbers(LedgerEntry entry) {
        try {
            FateOffsets offsets = FateOffsets.of(entry);
            checkCount(entry, Fate.LATE, entry.late(), offsets);
            checkCount(entry, Fate.DUPLICATE, entry.duplicate(), offsets);
            checkCount(entry, Fate.DEAD, entry.dead(), offsets);
            if (offsets.last() >= entry.to()) {
                wrong(entry, "it lists offset " + offsets.last() + ", which it doesn't have");
            }
            if (!offsets.disjoint()) {
                wrong(entry, "it lists an offset with two fates");
            }
        } catch (IOException e) {
            wrong(entry, e.getMessage());
        }
        long size = entry.to() - entry.from();
        if (size > MOST_OFFSETS) {
            wrong(entry, "it has " + size + " offsets, more than an entry can list");
        }
        Counts counts = Counts.of(entry);
        if (entry.onTime() < 0 || entry.heartbeats() < 0 || counts.read() + entry.heartbeats() > size) {
            wrong(
                    entry,
                    "it counts " + counts.read() + " records, " + entry.onTime() + " of them on time, and "
                            + entry.heartbeats() + " heartbeats in " + size + " offsets");
        }
    }

    private void checkCount(LedgerEntry entry, Fate fate, long counted, FateOffsets offsets) {
        if (counted != offsets.count(fate)) {
            wrong(entry, "it counts " + counted + " " + fate.text() + " and lists " + offsets.count(fate));
        }
    }

    private void wrong(LedgerEntry entry, String text) {
        findings.add(new Finding(
                Kind.ENTRY,
                stream,
                partition,
                entry.from(),
                entry.to(),
                "the entry of checkpoint " + entry.checkpoint() + " contradicts itself: " + text));
    }

    private void checkEpoch(LedgerEntry entry, int before) {
        if (entry.epoch() < before || entry.epoch() > before + 1) {
            epoch(entry, "epoch " + entry.epoch() + " follows epoch " + before);
        }
        String contract = entry.contract();
        if (contract == null) {
            if (entry.epoch() > before) {
                epoch(entry, "the first entry of epoch " + entry.epoch() + " has no contract");
            }
            return;
        }
        try {
            contracts.putIfAbsent(
                    entry.epoch(), PublishedContract.parse(stream, contract).contract());
        } catch (ContractException e) {
            epoch(entry, "the contract of epoch " + entry.epoch() + " can't be read: " + e.getMessage());
        }
    }

    private void epoch(LedgerEntry entry, String text) {
        findings.add(new Finding(Kind.EPOCH, stream, partition, entry.from(), entry.to(), text));
    }

    /** Those under which the records were judged, by epoch, as far as {@link #check} could read them. */
    Map<Integer, StreamContract> contracts() {
        return contracts;
    }

    /** Those that {@link #check} saw, in the order of their offsets; what the log has there isn't counted yet. */
    List<Gap> gaps() {
        return gaps;
    }
}
