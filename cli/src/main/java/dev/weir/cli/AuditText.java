package dev.weir.cli;

import dev.weir.operate.audit.AccountReport;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.Counts;
import dev.weir.operate.audit.Finding;
import dev.weir.operate.audit.Finding.Kind;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.audit.PartitionReport;
import dev.weir.operate.audit.StreamReport;
import dev.weir.operate.audit.TableReport;
import dev.weir.operate.log.OpenTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an audit found, for people. */
final class AuditText {

    /** A pipeline that runs has transactions open all the time, each for as long as a commit takes. */
    private static final Duration HOLDS_BACK_AFTER = Duration.ofMinutes(1);

    private static final Set<Kind> OF_RECOUNT =
            Set.of(Kind.GAP, Kind.OVERLAP, Kind.ENTRY, Kind.RECOUNT, Kind.UNREADABLE);
    private static final Set<Kind> OF_DEEP = Set.of(Kind.FATE, Kind.COUNTER, Kind.EPOCH);

    private final AuditReport report;
    private final Instant now;

    AuditText(AuditReport report, Instant now) {
        this.report = report;
        this.now = now;
    }

    /** An equation for each stream, and below it what couldn't be proved and what is wrong. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int width = report.streams().stream()
                .mapToInt(stream -> stream.stream().length())
                .max()
                .orElse(0);
        width = Math.max(
                width,
                report.accounts().stream()
                        .mapToInt(account -> account.account().name().length())
                        .max()
                        .orElse(0));
        for (StreamReport stream : report.streams()) {
            lines.add(stream.stream() + " ".repeat(width - stream.stream().length()) + equation(stream));
            lines.addAll(unproved(stream));
            lines.addAll(noticed(stream.counts()));
            lines.addAll(wrong(stream.findings()));
        }
        for (AccountReport account : report.accounts()) {
            String name = account.account().name();
            lines.add(name + " ".repeat(width - name.length()) + "  " + AccountText.equation(account));
            if (account.notRecountable() != null) {
                lines.add("  NOT RECOUNTABLE  " + account.notRecountable());
            }
            lines.addAll(wrong(account.findings()));
        }
        for (TableReport table : report.tables()) {
            lines.add(TableText.equation(table));
            table.notRecountable().forEach(why -> lines.add("  NOT RECOUNTABLE  " + why));
            lines.addAll(wrong(table.findings()));
        }
        report.unreadable().forEach(text -> lines.add("  WRONG  " + text));
        for (OpenTransaction transaction : report.transactions()) {
            Instant since = transaction.since();
            if (since == null || Duration.between(since, now).compareTo(HOLDS_BACK_AFTER) > 0) {
                lines.add("  held back  " + text(transaction));
            }
        }
        return lines;
    }

    static List<String> wrong(Findings findings) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings.listed()) {
            lines.add("  WRONG  " + finding.position() + "  " + finding.text());
        }
        long more = findings.total() - findings.listed().size();
        if (more > 0) {
            lines.add("  … and " + number(more) + " more like these");
        }
        return lines;
    }

    private String equation(StreamReport stream) {
        Counts counts = stream.counts();
        return "  read " + number(counts.read())
                + " = on time " + number(counts.onTime())
                + " + late " + number(counts.late())
                + " + duplicate " + number(counts.duplicate())
                + " + dead " + number(counts.dead())
                + (counts.heartbeats() == 0 ? "" : ", and " + number(counts.heartbeats()) + " heartbeats")
                + "   " + places(stream.partitions())
                + "   "
                + mark("recounted", "NOT RECOUNTABLE", stream, OF_RECOUNT, PartitionReport::notRecountable)
                + (report.deep()
                        ? "  " + mark("deep", "NOT RECOMPUTABLE", stream, OF_DEEP, PartitionReport::notRecomputable)
                        : "");
    }

    private static String places(List<PartitionReport> partitions) {
        PartitionReport first = partitions.get(0);
        PartitionReport last = partitions.get(partitions.size() - 1);
        boolean one = partitions.size() == 1;
        boolean all = last.partition() - first.partition() == partitions.size() - 1;
        return (one
                        ? "partition " + first.partition()
                        : "partitions "
                                + (all
                                        ? first.partition() + "-" + last.partition()
                                        : partitions.stream()
                                                .map(partition -> Integer.toString(partition.partition()))
                                                .collect(Collectors.joining(","))))
                + ", offsets " + number(first.from()) + "-" + number(first.to() - 1) + (one ? "" : " …");
    }

    private static String mark(
            String proved,
            String unproved,
            StreamReport stream,
            Set<Kind> wrong,
            Function<PartitionReport, @Nullable String> why) {
        for (PartitionReport partition : stream.partitions()) {
            for (Kind kind : wrong) {
                if (stream.findings().total(partition.partition(), kind) > 0) {
                    return proved + " ✗";
                }
            }
        }
        return stream.partitions().stream().allMatch(partition -> why.apply(partition) == null)
                ? proved + " ✓"
                : unproved;
    }

    private List<String> unproved(StreamReport stream) {
        List<String> lines = new ArrayList<>();
        for (PartitionReport partition : stream.partitions()) {
            String place = stream.stream() + "-" + partition.partition();
            if (partition.notRecountable() != null) {
                lines.add("  NOT RECOUNTABLE  " + place + ": " + partition.notRecountable());
            }
            if (partition.notRecomputable() != null) {
                lines.add("  NOT RECOMPUTABLE  " + place + ": " + partition.notRecomputable()
                        + ", and a fate depends on all that was before it");
            }
        }
        return lines;
    }

    private static List<String> noticed(Counts counts) {
        List<String> lines = new ArrayList<>();
        if (counts.misplaced() > 0) {
            lines.add("  noticed  " + number(counts.misplaced())
                    + " records are in another partition than their key's: repeats among them can't be told");
        }
        if (counts.resets() > 0) {
            lines.add("  noticed  producers started their sequence again " + number(counts.resets())
                    + " times without saying so");
        }
        if (counts.givenUp() > 0) {
            lines.add("  noticed  " + number(counts.givenUp())
                    + " missing ranges were given up: what arrives of them is late");
        }
        return lines;
    }

    private String text(OpenTransaction transaction) {
        Instant since = transaction.since();
        return "transaction " + (transaction.transactionalId() == null ? "" : transaction.transactionalId() + " ")
                + (transaction.pipeline() == null ? "" : "of pipeline " + transaction.pipeline() + ", ")
                + (transaction.pipeline() == null ? "of producer " : "producer ") + transaction.producerId()
                + (transaction.state() == null ? "" : ", " + transaction.state())
                + (since == null ? "" : " for " + Amounts.time(Duration.between(since, now)))
                + ": readers of committed records wait at " + String.join(", ", transaction.partitions());
    }

    /** One sentence. */
    String conclusion() {
        long read = report.streams().stream()
                .mapToLong(stream -> stream.counts().read())
                .sum();
        long wrong = report.wrong();
        boolean all = report.streams().stream()
                .flatMap(stream -> stream.partitions().stream())
                .allMatch(partition -> partition.notRecountable() == null && partition.notRecomputable() == null);
        if (wrong > 0) {
            return number(wrong) + (wrong == 1 ? " thing is" : " things are")
                    + " wrong; docs/audit.md says what each means.";
        }
        return number(read) + " events, each with one fate" + (all ? "." : ", as far as the log still has them.");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
