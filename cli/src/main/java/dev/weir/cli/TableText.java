package dev.weir.cli;

import dev.weir.operate.audit.TableReport;

/** How a table adds up, for people. */
final class TableText {

    private TableText() {}

    /** {@code rows of the lake's machine_features 12,109 = records of machine_features 12,100 + 9 that Kafka compacted   ✓}. */
    static String equation(TableReport report) {
        boolean right = report.findings().total() == 0;
        boolean whole = report.notRecountable().isEmpty();
        return (report.newestOnly() ? "changes in " : "rows in ") + report.place() + "'s " + report.table() + " "
                + Amounts.count(report.rows())
                + (right ? whole ? " = " : ", " : " ≠ ")
                + "records of " + report.stream() + " " + Amounts.count(report.records())
                + (report.compactedAway() == 0
                        ? ""
                        : " + " + Amounts.count(report.compactedAway()) + " that the log has no more")
                + "   "
                + (right ? whole ? "✓" : "NOT RECOUNTABLE" : "✗")
                + (report.deep() ? right ? "  each row ✓" : "  each row ✗" : "");
    }
}
