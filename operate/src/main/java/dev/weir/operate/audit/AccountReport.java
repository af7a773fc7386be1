package dev.weir.operate.audit;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account adds up: {@code found + open = onTime + late} in each group, if nothing was read meanwhile.
 *
 * @param found what the rows have
 * @param open what is in windows that may not be closed yet
 * @param onTime what the events on time have that the ledger had before the rows were read
 * @param late likewise, of late events; 0 if they don't count
 * @param least what the rows may have at least, in all: what was read while the audit ran may be in them or not
 * @param most what they may have at most
 * @param notRecountable why it wasn't judged, so that all numbers are 0; null if it was
 */
public record AccountReport(
        Account account,
        BigDecimal found,
        BigDecimal open,
        BigDecimal onTime,
        BigDecimal late,
        BigDecimal least,
        BigDecimal most,
        @Nullable String notRecountable,
        Findings findings) {

    static AccountReport notRecountable(Account account, String why) {
        BigDecimal none = BigDecimal.ZERO;
        return new AccountReport(account, none, none, none, none, none, none, why, new Findings());
    }
}
