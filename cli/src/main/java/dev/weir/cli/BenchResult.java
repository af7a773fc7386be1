package dev.weir.cli;

import dev.weir.cli.bench.Step;
import dev.weir.cli.bench.Verdict;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.StreamReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a bench has found.
 *
 * @param steps in the order in which they were run
 * @param held the highest rate that was held; 0 if none was
 * @param sent how many events Kafka took, by stream
 */
record BenchResult(
        List<Step> steps,
        long held,
        OptionalLong notHeld,
        Verdict verdict,
        Map<String, Long> sent,
        AuditReport audit,
        Drops drops) {

    /** Whether each event that was sent was read, and has one fate: without that, no rate means anything. */
    boolean isCorrect() {
        return audit.passed() && missing().isEmpty();
    }

    /** A sentence for each stream of which not all was read that was sent. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        sent.forEach((stream, events) -> {
            long read = audit.streams().stream()
                    .filter(report -> report.stream().equals(stream))
                    .map(StreamReport::counts)
                    .mapToLong(counts -> counts.read())
                    .sum();
            if (read != events) {
                missing.add("Of " + stream + ", Kafka took " + Amounts.count(events) + " events, and the ledger has "
                        + Amounts.count(read) + ".");
            }
        });
        return missing;
    }
}
