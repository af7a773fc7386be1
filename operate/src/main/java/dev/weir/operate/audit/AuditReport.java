package dev.weir.operate.audit;

import dev.weir.operate.log.OpenTransaction;
import java.util.List;

/**
 * What an audit found.
 *
 * @param deep whether each fate was to be recomputed
 * @param streams by name
 * @param accounts in the order in which they are declared
 * @param tables that the pipeline's streams are delivered to
 * @param unreadable what in the ledger's topic is no entry, with its position
 * @param transactions those that are open in the ledger's topic, in those of dead letters, of what the pipeline reads and of
 *     what it writes
 */
public record AuditReport(
        String pipeline,
        boolean deep,
        List<StreamReport> streams,
        List<AccountReport> accounts,
        List<TableReport> tables,
        List<String> unreadable,
        List<OpenTransaction> transactions) {

    public AuditReport {
        streams = List.copyOf(streams);
        accounts = List.copyOf(accounts);
        tables = List.copyOf(tables);
        unreadable = List.copyOf(unreadable);
        transactions = List.copyOf(transactions);
    }

    /** The same, with tables. */
    public AuditReport with(List<TableReport> audited) {
        return new AuditReport(pipeline, deep, streams, accounts, audited, unreadable, transactions);
    }

    /** Whether nothing is wrong, as far as it could be proved. */
    public boolean passed() {
        return wrong() == 0;
    }

    /** How many things are wrong. */
    public long wrong() {
        return unreadable.size()
                + streams.stream()
                        .mapToLong(stream -> stream.findings().total())
                        .sum()
                + accounts.stream()
                        .mapToLong(account -> account.findings().total())
                        .sum()
                + tables.stream().mapToLong(table -> table.findings().total()).sum();
    }
}
