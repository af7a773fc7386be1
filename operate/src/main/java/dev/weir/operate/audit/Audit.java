package dev.weir.operate.audit;

import dev.weir.contract.LedgerEntry;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import dev.weir.operate.log.CommittedLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proves from outside that a pipeline's ledger adds up: docs/audit.md says what that means. Judges what is committed. Not
 * thread-safe.
 */
public final class Audit {

    private final CommittedLog log;
    private final SchemaRegistry registry;

    /** @param log stays open */
    public Audit(CommittedLog log, SchemaRegistry registry) {
        this.log = log;
        this.registry = registry;
    }

    /** Audits a pipeline of which only the name is known. */
    public AuditReport run(String pipeline, boolean deep)
            throws UnknownPipelineException, KafkaUnavailableException, RegistryUnavailableException {
        return run(new AuditRequest(pipeline, deep, Set.of(), List.of()));
    }

    /**
     * Audits a pipeline.
     *
     * @throws UnknownPipelineException if the ledger has nothing of it
     * @throws KafkaUnavailableException try again: nothing was proved
     * @throws RegistryUnavailableException try again: nothing was proved
     */
    public AuditReport run(AuditRequest request)
            throws UnknownPipelineException, KafkaUnavailableException, RegistryUnavailableException {
        String pipeline = request.pipeline();
        Ledger ledger = Ledger.read(log, registry, pipeline);
        if (ledger.entries().isEmpty()) {
            throw new UnknownPipelineException(pipeline, ledger.pipelines());
        }
        List<StreamReport> streams = new ArrayList<>();
        Set<String> topics = new HashSet<>(request.outputs());
        topics.add(LedgerEntry.TOPIC);
        for (Map.Entry<String, Map<Integer, List<LedgerEntry>>> stream :
                ledger.entries().entrySet()) {
            streams.add(audit(ledger, stream.getKey(), stream.getValue(), request.deep()));
            topics.add(stream.getKey());
            topics.add(stream.getKey() + ".dead");
        }
        List<AccountReport> accounts = new AccountAudit(log, registry, pipeline).run(request.accounts());
        return new AuditReport(
                pipeline,
                request.deep(),
                streams,
                accounts,
                List.of(),
                ledger.unreadable(),
                log.openTransactions(topics, pipeline));
    }

    private StreamReport audit(Ledger ledger, String stream, Map<Integer, List<LedgerEntry>> entries, boolean deep)
            throws KafkaUnavailableException, RegistryUnavailableException {
        Findings findings = new Findings();
        Letters letters = new Letters(log, registry, stream, findings);
        letters.readOn();
        List<PartitionReport> reports = new ArrayList<>();
        Map<Integer, PartitionAudit> audits = new java.util.TreeMap<>();
        entries.forEach((partition, list) ->
                audits.put(partition, new PartitionAudit(log, registry, ledger, stream, partition, list, findings)));
        boolean heldBack = false;
        if (audits.entrySet().stream().anyMatch(audit -> audit.getValue().lacksLetters(letters.of(audit.getKey())))) {
            // The letters of the newest entries may stand behind another task's transaction.
            heldBack = !letters.awaitCommitted();
            letters.readOn();
        }
        for (Map.Entry<Integer, PartitionAudit> audit : audits.entrySet()) {
            reports.add(audit.getValue().run(deep, letters.of(audit.getKey())));
            audit.getValue().compare(letters.of(audit.getKey()), heldBack);
        }
        return new StreamReport(stream, reports, findings);
    }
}
