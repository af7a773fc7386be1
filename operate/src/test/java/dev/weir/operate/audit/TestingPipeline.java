package dev.weir.operate.audit;

import dev.weir.contract.DeadLetter;
import dev.weir.contract.LedgerEntry;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.registry.InMemorySchemaRegistry;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.TestingRows;
import dev.weir.operate.TestingStream;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.fate.PartitionOracle;
import dev.weir.operate.fate.Verdict;
import dev.weir.operate.log.InMemoryCommittedLog;
import dev.weir.operate.log.LogRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A pipeline {@code plant} that read partition 0 of {@code readings} and kept its ledger as it should. */
public final class TestingPipeline {

    public final SchemaRegistry registry;
    public final InMemoryCommittedLog log = new InMemoryCommittedLog();
    final TestingRows rows;

    /** The ledger, to be changed by a test before it is {@linkplain #audit audited}. */
    public final List<LedgerEntry> entries = new ArrayList<>();

    private final PartitionOracle oracle;
    private int epoch = -1;
    private @Nullable String contract;

    public TestingPipeline() {
        this(new InMemorySchemaRegistry());
    }

    TestingPipeline(SchemaRegistry registry) {
        this.registry = registry;
        rows = new TestingRows(registry);
        oracle = new PartitionOracle(registry, 0);
    }

    /** From here on the pipeline judges under this stream's contract. */
    public void begin(TestingStream stream) {
        oracle.begin(stream.contract());
        epoch++;
        contract = stream.published().toJson();
        log.records("readings", 0);
    }

    /** Reads what the log has up to an offset, and writes the entry and the letters of that. */
    public void commit(TestingStream stream, long to) throws RegistryUnavailableException {
        long from = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).to();
        long[] counts = new long[4];
        RoaringBitmap[] offsets = {new RoaringBitmap(), new RoaringBitmap(), new RoaringBitmap(), new RoaringBitmap()};
        Instant first = null;
        Instant last = null;
        long resets = 0;
        long givenUp = 0;
        long misplaced = 0;
        long heartbeats = 0;
        for (LogRecord record : log.records("readings", 0)) {
            if (record.offset() < from || record.offset() >= to) {
                continue;
            }
            if (record.heartbeat() != null) {
                oracle.pass(record);
                heartbeats++;
                continue;
            }
            Verdict verdict = oracle.judge(record);
            counts[verdict.fate().ordinal()]++;
            offsets[verdict.fate().ordinal()].add((int) (record.offset() - from));
            resets += verdict.reset() ? 1 : 0;
            givenUp += verdict.gaveUp() ? 1 : 0;
            misplaced += verdict.misplaced() ? 1 : 0;
            if (verdict.time() != null) {
                Instant time = Instant.ofEpochMilli(verdict.time());
                first = first == null || time.isBefore(first) ? time : first;
                last = last == null || time.isAfter(last) ? time : last;
            }
            if (verdict.fate() == Fate.DEAD) {
                letter(stream, record);
            }
        }
        entries.add(new LedgerEntry(
                "plant",
                "readings",
                0,
                epoch,
                from,
                to,
                counts[Fate.ON_TIME.ordinal()],
                counts[Fate.LATE.ordinal()],
                counts[Fate.DUPLICATE.ordinal()],
                counts[Fate.DEAD.ordinal()],
                bytes(offsets[Fate.LATE.ordinal()]),
                bytes(offsets[Fate.DUPLICATE.ordinal()]),
                bytes(offsets[Fate.DEAD.ordinal()]),
                first,
                last,
                resets,
                givenUp,
                misplaced,
                entries.size() + 1,
                contract,
                null,
                heartbeats));
        contract = null;
    }

    /** Writes the letter of a record. */
    void letter(TestingStream stream, LogRecord record) {
        EncodedEvent letter = rows.letter(
                stream.contract(),
                new DeadLetter(
                        "readings",
                        0,
                        record.offset(),
                        Instant.ofEpochMilli(record.appendTime()),
                        "RULE",
                        "",
                        "x",
                        "y",
                        record.key(),
                        record.value()));
        log.append("readings.dead", 0, letter.key(), letter.value());
    }

    AuditReport audit(boolean deep) throws Exception {
        return audit("plant", deep);
    }

    AuditReport audit(String name, boolean deep) throws Exception {
        return audit(new AuditRequest(name, deep, Set.of(), List.of()));
    }

    AuditReport audit(AuditRequest request) throws Exception {
        return audit(request, rows::entry);
    }

    /** With a ledger that was written before there were heartbeats. */
    AuditReport auditOfOldEntries() throws Exception {
        return audit(new AuditRequest("plant", true, Set.of(), List.of()), rows::oldEntry);
    }

    private AuditReport audit(AuditRequest request, Function<LedgerEntry, EncodedEvent> encoder) throws Exception {
        log.delete(LedgerEntry.TOPIC);
        entries.stream().map(encoder).forEach(this::append);
        return new Audit(log, registry).run(request);
    }

    /** Puts an entry behind what the ledger's topic has, while it is audited. */
    public void append(LedgerEntry entry) {
        append(rows.entry(entry));
    }

    private void append(EncodedEvent row) {
        log.append(LedgerEntry.TOPIC, 0, row.key(), row.value());
    }

    static byte @Nullable [] bytes(RoaringBitmap bitmap) {
        if (bitmap.isEmpty()) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
        bitmap.serialize(buffer);
        return buffer.array();
    }

    static byte @Nullable [] bytes(int... offsets) {
        return bytes(RoaringBitmap.bitmapOf(offsets));
    }
}
