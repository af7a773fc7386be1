package dev.weir.cli;

import dev.weir.operate.audit.Account;
import dev.weir.operate.audit.AccountReport;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** How an account adds up, for people. */
final class AccountText {

    private AccountText() {}

    /** {@code sum of readings in machine_features 12,109 + open 120 = on time 12,131 + late 98   ✓}. */
    static String equation(AccountReport report) {
        if (report.notRecountable() != null) {
            return what(report.account()) + "   NOT RECOUNTABLE";
        }
        String expected = "on time " + number(report.onTime())
                + (report.account().late() ? " + late " + number(report.late()) : "");
        String found = what(report.account()) + " " + number(report.found())
                + (report.open().signum() == 0 ? "" : " + open " + number(report.open()));
        boolean exact = report.least().compareTo(report.most()) == 0;
        boolean right = report.findings().total() == 0;
        return found
                + (exact
                        ? (right ? " = " : " ≠ ") + expected
                        : ", expected " + number(report.least()) + " to " + number(report.most()) + ": " + expected
                                + ", and what was read meanwhile")
                + (right ? "   ✓" : "   ✗");
    }

    private static String what(Account account) {
        String sum = account.rows().sum();
        return (sum == null ? "rows" : "sum of " + sum) + " in "
                + account.rows().of().name();
    }

    private static String number(BigDecimal number) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }
}
