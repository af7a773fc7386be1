package dev.weir.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.operate.audit.Account;
import dev.weir.operate.audit.AccountReport;
import dev.weir.operate.audit.AuditReport;
import dev.weir.operate.audit.Counts;
import dev.weir.operate.audit.Finding;
import dev.weir.operate.audit.Findings;
import dev.weir.operate.audit.PartitionReport;
import dev.weir.operate.audit.StreamReport;
import dev.weir.operate.audit.TableReport;
import dev.weir.operate.leak.LeakReport;
import dev.weir.operate.log.OpenTransaction;
import java.util.List;

/** What an audit found, for programs. */
final class AuditJson {

    private AuditJson() {}

    /** One object with all of it. */
    static String of(AuditReport report, List<LeakReport> leaks, Mending mending, Drops drops) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("pipeline", report.pipeline());
        json.put("passed", report.passed() && drops.isNone() && leaks.stream().allMatch(LeakReport::passed));
        json.put("deep", report.deep());
        ArrayNode streams = json.putArray("streams");
        report.streams().forEach(stream -> json(stream, streams.addObject()));
        ArrayNode accounts = json.putArray("accounts");
        report.accounts().forEach(account -> json(account, accounts.addObject()));
        ArrayNode tables = json.putArray("tables");
        report.tables().forEach(table -> json(table, tables.addObject()));
        ArrayNode rows = json.putArray("leaks");
        leaks.forEach(leak -> json(leak, rows.addObject()));
        report.unreadable().forEach(json.putArray("unreadable")::add);
        ArrayNode transactions = json.putArray("open_transactions");
        report.transactions().forEach(transaction -> json(transaction, transactions.addObject()));
        ArrayNode aborted = json.putArray("aborted_transactions");
        mending.aborted().forEach(transaction -> json(transaction, aborted.addObject()));
        ObjectNode dropped = json.putObject("dropped");
        drops.byOperator().forEach(dropped::put);
        json.put("drops_unchecked", drops.unchecked());
        return json.toString();
    }

    private static void json(OpenTransaction transaction, ObjectNode node) {
        node.put("transactional_id", transaction.transactionalId());
        node.put("pipeline", transaction.pipeline());
        node.put("producer_id", transaction.producerId());
        node.put("state", transaction.state());
        node.put(
                "since",
                transaction.since() == null ? null : transaction.since().toString());
        transaction.partitions().forEach(node.putArray("partitions")::add);
    }

    private static void json(StreamReport stream, ObjectNode node) {
        node.put("stream", stream.stream());
        json(stream.counts(), node);
        ArrayNode partitions = node.putArray("partitions");
        for (PartitionReport partition : stream.partitions()) {
            ObjectNode each = partitions.addObject();
            each.put("partition", partition.partition());
            each.put("from", partition.from());
            each.put("to", partition.to());
            each.put("epoch", partition.epoch());
            each.put("entries", partition.entries());
            json(partition.counts(), each);
            each.put("not_recountable", partition.notRecountable());
            each.put("not_recomputable", partition.notRecomputable());
        }
        json(stream.findings(), node);
    }

    private static void json(AccountReport report, ObjectNode node) {
        Account account = report.account();
        node.put("account", account.name());
        node.put("events", account.events().of().name());
        node.put("rows", account.rows().of().name());
        node.put("found", report.found());
        node.put("open", report.open());
        node.put("on_time", report.onTime());
        node.put("late", report.late());
        node.put("least", report.least());
        node.put("most", report.most());
        node.put("not_recountable", report.notRecountable());
        json(report.findings(), node);
    }

    private static void json(TableReport report, ObjectNode node) {
        node.put("table", report.table());
        node.put("stream", report.stream());
        node.put("rows", report.rows());
        node.put("records", report.records());
        node.put("compacted_away", report.compactedAway());
        report.notRecountable().forEach(node.putArray("not_recountable")::add);
        json(report.findings(), node);
    }

    private static void json(LeakReport report, ObjectNode node) {
        node.put("features", report.stream());
        node.put("place", report.place());
        node.put("rows", report.rows());
        report.recomputed().forEach(node.putArray("recomputed")::add);
        report.notRecomputable().forEach(node.putArray("not_recomputable")::add);
        json(report.findings(), node);
    }

    private static void json(Findings all, ObjectNode node) {
        node.put("wrong", all.total());
        ArrayNode findings = node.putArray("findings");
        for (Finding finding : all.listed()) {
            findings.addObject()
                    .put("kind", finding.kind().name())
                    .put("stream", finding.stream())
                    .put("partition", finding.partition())
                    .put("from", finding.from())
                    .put("to", finding.to())
                    .put("text", finding.text());
        }
    }

    private static void json(Counts counts, ObjectNode node) {
        node.put("read", counts.read());
        node.put("on_time", counts.onTime());
        node.put("late", counts.late());
        node.put("duplicate", counts.duplicate());
        node.put("dead", counts.dead());
        node.put("resets", counts.resets());
        node.put("given_up", counts.givenUp());
        node.put("misplaced", counts.misplaced());
        node.put("heartbeats", counts.heartbeats());
    }
}
