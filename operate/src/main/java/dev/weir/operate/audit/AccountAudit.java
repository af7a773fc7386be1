package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.fate.Fate;
import dev.weir.operate.log.CommittedLog;
import dev.weir.operate.log.LogRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges accounts. Rows and the ledger are committed by transactions of their own, so the ledger is read before the rows and
 * again behind them: what it has before must be in the rows, what it has only behind may be.
 */
final class AccountAudit {

    /** Rows of a window that has closed, or is corrected, are written some moments later than the event for which they are is accounted for. */
    private static final int ATTEMPTS = 4;

    private final CommittedLog log;
    private final SchemaRegistry registry;
    private final String pipeline;

    AccountAudit(CommittedLog log, SchemaRegistry registry, String pipeline) {
        this.log = log;
        this.registry = registry;
        this.pipeline = pipeline;
    }

    /** Their reports, in the same order. */
    List<AccountReport> run(List<Account> accounts) throws KafkaUnavailableException, RegistryUnavailableException {
        if (accounts.isEmpty()) {
            return List.of();
        }
        for (int attempt = 1; ; attempt++) {
            List<Judging> judgings = judge(accounts);
            if (attempt == ATTEMPTS || judgings.stream().noneMatch(Judging::lacksRows)) {
                List<AccountReport> reports = new ArrayList<>();
                for (Judging judging : judgings) {
                    reports.add(judging.report());
                }
                return reports;
            }
            log.letTimePass();
        }
    }

    private List<Judging> judge(List<Account> accounts) throws KafkaUnavailableException, RegistryUnavailableException {
        Ledger before = Ledger.read(log, registry, pipeline);
        List<Judging> judgings = new ArrayList<>();
        Map<String, List<Judging>> byRows = new LinkedHashMap<>();
        Map<String, List<Judging>> byEvents = new LinkedHashMap<>();
        for (Account account : accounts) {
            Judging judging =
                    new Judging(account, before.entries(account.events().of().name()));
            judgings.add(judging);
            byRows.computeIfAbsent(account.rows().of().name(), unused -> new ArrayList<>())
                    .add(judging);
            byEvents.computeIfAbsent(account.events().of().name(), unused -> new ArrayList<>())
                    .add(judging);
        }
        for (List<Judging> same : byRows.values()) {
            OutputRows rows = new OutputRows(
                    log,
                    registry,
                    same.get(0).account().rows().of(),
                    same.get(0).findings());
            same.forEach(judging -> judging.begin(rows));
            if (rows.notRecountable() == null) {
                rows.forEach((partition, offset, columns) -> same.forEach(judging -> judging.row(columns)));
            }
        }
        boolean committed = OutputRows.awaitCommitted(log, LedgerEntry.TOPIC);
        Ledger after = Ledger.read(log, registry, pipeline);
        for (Map.Entry<String, List<Judging>> same : byEvents.entrySet()) {
            var contract = same.getValue().get(0).account().events().of();
            CountedEvents events = new CountedEvents(log, registry, contract, after.entries(same.getKey()));
            String notRecountable =
                    committed ? events.notRecountable() : "an open transaction holds back entries of the ledger";
            List<Judging> open = new ArrayList<>();
            var partitions = log.extents(contract.topic()).keySet();
            for (Judging judging : same.getValue()) {
                if (judging.begin(events, notRecountable, partitions)) {
                    open.add(judging);
                }
            }
            if (!open.isEmpty()) {
                events.forEach(new ForAll(open));
                open.forEach(Judging::end);
            }
        }
        return judgings;
    }

    /** Events are read once for all accounts that count them. */
    private record ForAll(List<Judging> judgings) implements CountedEvents.Visitor {

        @Override
        public void event(int partition, LogRecord record, Fate fate, Map<String, @Nullable Object> columns) {
            judgings.forEach(judging -> judging.event(partition, record.offset(), fate, columns));
        }

        @Override
        public void time(int partition, long offset, long millis) {
            judgings.forEach(judging -> judging.time(partition, offset, millis));
        }
    }
}
