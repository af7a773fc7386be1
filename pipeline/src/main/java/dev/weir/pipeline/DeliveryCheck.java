package dev.weir.pipeline;

import dev.weir.contract.Mode;
import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.PartitionField;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.streams.source.StreamRecords;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Looks for mistakes in a project's deliveries that only its streams show. */
final class DeliveryCheck {

    private static final Set<LogicalTypeRoot> TIMES =
            EnumSet.of(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE, LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    private static final Set<LogicalTypeRoot> CUT = EnumSet.of(
            LogicalTypeRoot.INTEGER,
            LogicalTypeRoot.BIGINT,
            LogicalTypeRoot.DECIMAL,
            LogicalTypeRoot.VARCHAR,
            LogicalTypeRoot.VARBINARY);

    /** In bytes, of PostgreSQL's names. */
    private static final int LONGEST_NAME = 63;
    /** Digits of a second in PostgreSQL's times. */
    private static final int MICROS = 6;

    private DeliveryCheck() {}

    /** @param streams of the project, with those that its SQL makes */
    static void check(PipelineProject project, ProjectStreams streams, List<Problem> problems) {
        Set<String> written = new TreeSet<>();
        for (SqlStatement insert : project.script().all(Kind.INSERT)) {
            written.add(String.valueOf(insert.target()));
        }
        for (DeliveryConfig delivery : project.config().deliveries()) {
            String stream = delivery.stream().value();
            if (stream.isEmpty()) {
                continue;
            }
            if (!written.contains(stream)) {
                problems.add(delivery.stream()
                        .problem(
                                "DELIVERY-001",
                                "Stream '" + stream + "' isn't written by pipeline.sql, so that its repeats and dead"
                                        + " events aren't sorted out. Deliver one that is"
                                        + (written.isEmpty() ? "." : ": " + String.join(", ", written) + ".")
                                        + NearestName.hint(stream, written)));
            } else {
                streams.find(stream).ifPresent(contract -> check(delivery, contract, problems));
            }
        }
    }

    private static void check(DeliveryConfig delivery, StreamContract contract, List<Problem> problems) {
        List<String> taken = StreamRecords.addedColumns(contract).stream()
                .filter(column -> contract.schema().fields().find(column).isPresent())
                .toList();
        if (!taken.isEmpty()) {
            problems.add(delivery.stream()
                    .problem(
                            "DELIVERY-003",
                            "Stream '" + contract.name() + "' has a column '" + String.join("', '", taken)
                                    + "', which deliveries add for where a row comes from: rename it."));
            return;
        }
        RowType row = StreamRecords.type(contract);
        Set<String> divided = new HashSet<>();
        if (!(delivery.kind() instanceof DeliveryConfig.Iceberg iceberg)) {
            checkForPostgresql(delivery, contract, row, problems);
            return;
        }
        for (PartitionField field : iceberg.partition().value()) {
            int index = row.getFieldIndex(field.column());
            String problem = null;
            if (index < 0) {
                problem = "The table has no column '" + field.column() + "'."
                        + NearestName.hint(field.column(), new TreeSet<>(row.getFieldNames()));
            } else if (!divided.add(field.column())) {
                problem = "Column '" + field.column() + "' divides the table twice: keep one of them.";
            } else if (!fits(field, row.getTypeAt(index).getTypeRoot())) {
                problem = field.transform().name().toLowerCase(Locale.ROOT) + " can't be taken of column '"
                        + field.column() + "', which is " + row.getTypeAt(index).copy(true) + ".";
            }
            if (problem != null) {
                problems.add(iceberg.partition().problem("DELIVERY-002", problem));
            }
        }
    }

    private static void checkForPostgresql(
            DeliveryConfig delivery, StreamContract contract, RowType row, List<Problem> problems) {
        for (RowType.RowField column : row.getFields()) {
            String name = column.getName();
            String problem = null;
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                problem = "PostgreSQL's names have at most " + LONGEST_NAME + " bytes, which column '" + name
                        + "' of stream '" + contract.name() + "' exceeds: rename it.";
            } else if (contract.mode() != Mode.APPEND && contract.key().contains(name) && isFinerThanMicros(column)) {
                problem = "Column '" + name + "' of the key of stream '" + contract.name()
                        + "' has nanoseconds, but PostgreSQL's times have microseconds: two keys could become one.";
            }
            if (problem != null) {
                problems.add(delivery.table().problem("DELIVERY-004", problem));
            }
        }
    }

    private static boolean isFinerThanMicros(RowType.RowField column) {
        return TIMES.contains(column.getType().getTypeRoot())
                && LogicalTypeChecks.getPrecision(column.getType()) > MICROS;
    }

    private static boolean fits(PartitionField field, LogicalTypeRoot type) {
        boolean nested = type == LogicalTypeRoot.ROW || type == LogicalTypeRoot.ARRAY || type == LogicalTypeRoot.MAP;
        boolean inexact = type == LogicalTypeRoot.FLOAT || type == LogicalTypeRoot.DOUBLE;
        return switch (field.transform()) {
            case HOUR -> TIMES.contains(type);
            case YEAR, MONTH, DAY -> TIMES.contains(type) || type == LogicalTypeRoot.DATE;
            case TRUNCATE -> CUT.contains(type);
            case BUCKET -> !nested && !inexact && type != LogicalTypeRoot.BOOLEAN;
            case IDENTITY -> !nested && !inexact;
        };
    }
}
