package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Measure.Measured;
import dev.weir.operate.fate.Fate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One account, while its rows and events are told: first {@link #row}, then {@link #time} and {@link #event}, {@link #end}, then
 * {@link #report}.
 */
final class Judging {

    /** Where something is. */
    private record Place(String stream, int partition, long offset) {
        @Override
        public String toString() {
            return stream + "-" + partition + "@" + offset;
        }
    }

    private final Account account;
    private final Measure ofRows;
    private final Measure ofEvents;
    private final Findings findings = new Findings();
    private final Map<Group, Tally> tallies = new HashMap<>();
    private final Map<Integer, Corrections> corrections = new HashMap<>();
    /** Up to which offset the ledger had gone before the rows were read, and the newest event time until there. */
    private final Map<Integer, Long> reached = new HashMap<>();

    private final Map<Integer, Instant> newest = new HashMap<>();
    private long watermark = Long.MIN_VALUE;
    private @Nullable String notRecountable;
    private @Nullable OutputRows rows;
    private @Nullable CountedEvents events;

    /** @param before the ledger's entries of the account's events, before its rows are read */
    Judging(Account account, Map<Integer, List<LedgerEntry>> before) {
        this.account = account;
        ofRows = Measure.ofRows(account);
        ofEvents = Measure.ofEvents(account);
        before.forEach((partition, entries) -> entries.forEach(entry -> {
            reached.merge(partition, entry.to(), Math::max);
            Instant last = entry.lastTime();
            if (last != null) {
                newest.merge(partition, last, (one, other) -> one.isAfter(other) ? one : other);
            }
        }));
    }

    Account account() {
        return account;
    }

    Findings findings() {
        return findings;
    }

    void begin(OutputRows found) {
        rows = found;
        notRecountable = found.notRecountable();
    }

    /**
     * Whether events are to be told.
     *
     * @param why why they can't be counted; null if they can
     * @param partitions of the stream
     */
    boolean begin(CountedEvents counted, @Nullable String why, Set<Integer> partitions) {
        events = counted;
        notRecountable = notRecountable == null ? why : notRecountable;
        var time = account.events().of().time();
        if (time != null && !partitions.isEmpty() && newest.keySet().containsAll(partitions)) {
            watermark = newest.values().stream()
                            .mapToLong(Instant::toEpochMilli)
                            .min()
                            .orElseThrow()
                    - time.disorder().toMillis();
        }
        return notRecountable == null;
    }

    private Tally tally(Group group) {
        return tallies.computeIfAbsent(group, unused -> new Tally());
    }

    void row(Map<String, @Nullable Object> columns) {
        Measured row = ofRows.of(columns);
        if (row != null) {
            tally(row.group()).found(row.amount());
        }
    }

    void event(int partition, long offset, Fate fate, Map<String, @Nullable Object> columns) {
        Measured event = counts(fate) ? ofEvents.of(columns) : null;
        if (event == null) {
            return;
        }
        Tally tally = tally(event.group());
        if (offset >= reached.getOrDefault(partition, 0L)) {
            tally.meanwhile(event.amount());
        } else if (fate == Fate.LATE && waitsForTime()) {
            corrections(partition).late(tally, event.amount());
        } else if (fate == Fate.LATE) {
            tally.late(event.amount());
        } else {
            tally.onTime(event.amount());
        }
    }

    void time(int partition, long offset, long millis) {
        if (offset < reached.getOrDefault(partition, 0L)) {
            corrections(partition).pass(millis);
        }
    }

    /** All events were told. */
    void end() {
        corrections.values().forEach(Corrections::end);
    }

    private Corrections corrections(int partition) {
        return corrections.computeIfAbsent(partition, unused -> new Corrections());
    }

    /** Whether rows are corrected when time passes, and not with each event. */
    private boolean waitsForTime() {
        return account.window() != null && !account.window().early();
    }

    private boolean counts(Fate fate) {
        return fate == Fate.ON_TIME || account.late();
    }

    /** Whether the window of a group without rows may not have closed yet, by the time that the ledger tells. */
    private boolean isOpen(Group group, Tally tally) {
        return account.window() != null
                && !account.window().early()
                && group.window() != null
                && !tally.hasRows()
                && group.window() + account.window().size().toMillis() >= watermark;
    }

    private boolean isWrong(Group group, Tally tally) {
        return !tally.addsUp() && !isOpen(group, tally);
    }

    /** Whether there are windows that should have more rows by now. */
    boolean lacksRows() {
        return notRecountable == null
                && account.window() != null
                && tallies.entrySet().stream()
                        .anyMatch(each -> each.getValue().isShort() && isWrong(each.getKey(), each.getValue()));
    }

    AccountReport report() throws KafkaUnavailableException, RegistryUnavailableException {
        if (notRecountable != null) {
            return AccountReport.notRecountable(account, notRecountable);
        }
        Map<Group, Tally> wrong = new TreeMap<>(Comparator.comparing(group -> group.text(account)));
        BigDecimal[] sums = new BigDecimal[6];
        Arrays.fill(sums, BigDecimal.ZERO);
        tallies.forEach((group, tally) -> {
            boolean open = isOpen(group, tally);
            BigDecimal certain = tally.onTime().add(tally.late());
            sums[0] = sums[0].add(tally.found());
            sums[1] = sums[1].add(open ? certain : BigDecimal.ZERO);
            sums[2] = sums[2].add(tally.onTime());
            sums[3] = sums[3].add(tally.late());
            sums[4] = sums[4].add(open ? BigDecimal.ZERO : tally.least());
            sums[5] = sums[5].add(open ? tally.most().subtract(certain) : tally.most());
            if (isWrong(group, tally)) {
                wrong.put(group, tally);
            }
        });
        if (!wrong.isEmpty()) {
            locate(wrong);
        }
        return new AccountReport(account, sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], null, findings);
    }

    /** Reads both sides again for the places of what is wrong. */
    private void locate(Map<Group, Tally> wrong) throws KafkaUnavailableException, RegistryUnavailableException {
        Map<Group, Place> first = new HashMap<>();
        Objects.requireNonNull(rows).forEach((partition, offset, columns) -> {
            Measured row = ofRows.of(columns);
            Tally tally = row == null ? null : wrong.get(row.group());
            if (row != null && tally != null) {
                Place place = new Place(account.rows().of().topic(), partition, offset);
                tally.rowAt(place.toString());
                first.putIfAbsent(row.group(), place);
            }
        });
        Objects.requireNonNull(events).forEach((partition, record, fate, columns) -> {
            Measured event = counts(fate) ? ofEvents.of(columns) : null;
            Tally tally = event == null ? null : wrong.get(event.group());
            if (event != null && tally != null) {
                Place place = new Place(account.events().of().topic(), partition, record.offset());
                tally.eventAt(place.toString());
                first.putIfAbsent(event.group(), place);
            }
        });
        wrong.forEach((group, tally) -> {
            Place place =
                    first.getOrDefault(group, new Place(account.rows().of().topic(), 0, 0));
            String what = group.text(account);
            findings.add(Finding.at(
                    Kind.ACCOUNT,
                    place.stream(),
                    place.partition(),
                    place.offset(),
                    "account " + account.name() + (what.isEmpty() ? "" : ", " + what) + ": " + tally.text()));
        });
    }
}
