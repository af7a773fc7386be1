package dev.weir.pipeline;

import dev.weir.contract.NearestName;
import dev.weir.contract.Problem;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.PartitionField;
import dev.weir.pipeline.project.PipelineProject;
import dev.weir.pipeline.sql.SqlStatement;
import dev.weir.pipeline.sql.SqlStatement.Kind;
import dev.weir.streams.source.StreamRecords;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

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
                                    + "', which is the lake's own for where a row comes from: rename it."));
            return;
        }
        RowType row = StreamRecords.type(contract);
        Set<String> divided = new HashSet<>();
        for (PartitionField field : delivery.partition().value()) {
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
                problems.add(delivery.partition().problem("DELIVERY-002", problem));
            }
        }
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
