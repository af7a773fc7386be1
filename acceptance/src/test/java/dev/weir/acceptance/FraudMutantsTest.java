package dev.weir.acceptance;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of fraud detection notice each of these mistakes in its SQL. */
class FraudMutantsTest {

    private static final Path PROJECT = Path.of("../pipelines/fraud-detection");

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant("half an hour is enough", "INTERVAL '60' MINUTE", "INTERVAL '30' MINUTE"),
            new Mutant("the hour is too long", "INTERVAL '60' MINUTE", "INTERVAL '61' MINUTE"),
            new Mutant("a payment precedes itself", "AND p.transaction_id <> t.transaction_id", ""),
            new Mutant("the threshold itself is too little", "AND amount >= min_amount", "AND amount > min_amount"),
            new Mutant("small payments before count", "AND p_amount >= min_amount", ""),
            new Mutant("small payments set off alerts", "AND amount >= min_amount", ""),
            new Mutant("the oldest threshold holds", "ORDER BY valid_from DESC", "ORDER BY valid_from ASC"),
            new Mutant("thresholds begin a moment later", "h.valid_from <= at_time", "h.valid_from < at_time"),
            new Mutant("thresholds hold for the past", "h.valid_from <= at_time", "h.valid_from >= at_time OR TRUE"),
            new Mutant("one payment more is needed", ">= MAX(min_transactions)", "> MAX(min_transactions)"),
            new Mutant("the number of payments doesn't matter", "COUNT(*) + 1 >= MAX(min_transactions) AND ", ""),
            new Mutant(
                    "the number of terminals doesn't matter",
                    " AND COUNT(DISTINCT NULLIF(p_terminal, terminal_id)) + 1 >= MAX(min_terminals)",
                    ""),
            new Mutant("the last payment isn't in the sum", "SUM(p_amount) + MAX(amount)", "SUM(p_amount)"),
            new Mutant(
                    "the last payment isn't named", "ARRAY_APPEND(ARRAY_AGG(p_id), transaction_id)", "ARRAY_AGG(p_id)"),
            new Mutant("late payments aren't in the total", "FROM transactions$all GROUP", "FROM transactions GROUP"),
            new Mutant("the greatest payment is the total", "SUM(amount) FROM", "MAX(amount) FROM"));

    @Test
    void testsPassOnTheSqlAndFailOnEachMutant(@TempDir Path folder) throws Exception {
        Mutant.assertNoticed(PROJECT, 22, MUTANTS, folder);
    }
}
