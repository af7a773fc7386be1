package dev.weir.cli;

import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.operate.audit.DeliveredTable;
import dev.weir.operate.audit.TableAudit;
import dev.weir.operate.audit.TableReport;
import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.DatabaseTable;
import dev.weir.pipeline.LakeSql.QueryException;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.SubmittedDelivery;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables that the deliveries of one pipeline fill, beside their streams. */
final class AuditedTables {

    private AuditedTables() {}

    /**
     * Audits them; none if the pipeline never had a delivery.
     *
     * @param environment of the pipeline
     */
    static List<TableReport> audit(
            WeirCommand weir, Journal journal, String pipeline, String environment, TableAudit audit, boolean deep)
            throws IOException, ServerUnavailableException, KafkaUnavailableException, RegistryUnavailableException,
                    ProjectException, ConflictException {
        String deliveries = pipeline + ".";
        List<TableReport> reports = new ArrayList<>();
        if (journal.all().stream().noneMatch(job -> job.pipeline().startsWith(deliveries))) {
            return reports;
        }
        LocalServers.running(weir.home(), ServerName.POSTGRESQL);
        LakeLoader loader = new LakeLoader(weir.home(), weir.console());
        boolean inLake = false;
        for (SubmittedDelivery delivery : SubmittedDelivery.of(journal, pipeline, environment)) {
            if (delivery.config().kind() instanceof DeliveryConfig.Iceberg) {
                inLake = true;
            } else {
                try (DatabaseTable table = loader.table(delivery)) {
                    reports.add(audit.run(new Delivered(table, "PostgreSQL", table.newestOnly()), deep));
                }
            }
        }
        if (inLake) {
            try (LakeTables lake = loader.tables()) {
                for (LakeTables.Contents table : lake.all()) {
                    if (table.reader().startsWith(deliveries) && table.reader().endsWith("-" + environment)) {
                        reports.add(audit.run(new Delivered(table, "the lake", false), deep));
                    }
                }
            }
        }
        return reports;
    }

    /** A table as the audit sees it. */
    private record Delivered(LakeTables.Contents table, String place, boolean newestOnly) implements DeliveredTable {

        @Override
        public String name() {
            return table.name();
        }

        @Override
        public String stream() {
            return table.stream();
        }

        @Override
        public String reader() {
            return table.reader();
        }

        @Override
        public SortedMap<Integer, Held> held() {
            SortedMap<Integer, Held> held = new TreeMap<>();
            table.held().forEach((partition, of) -> held.put(partition, new Held(of.from(), of.to(), of.rows())));
            return held;
        }

        @Override
        public long rows() {
            return table.rows();
        }

        @Override
        public Offsets offsets(int partition) throws IOException {
            try {
                return new OffsetsOf(name(), table.offsets(partition));
            } catch (QueryException e) {
                throw unreadable(name(), e);
            }
        }
    }

    private record OffsetsOf(String table, LakeTables.Offsets offsets) implements DeliveredTable.Offsets {

        @Override
        public long next() throws IOException {
            try {
                return offsets.next();
            } catch (QueryException e) {
                throw unreadable(table, e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                offsets.close();
            } catch (QueryException e) {
                throw unreadable(table, e);
            }
        }
    }

    private static IOException unreadable(String table, QueryException e) {
        return new IOException("Table '" + table + "' can't be read: " + e.getMessage(), e);
    }
}
