package dev.weir.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlCompletionTest {

    private static final SqlCompletion COMPLETION = new SqlCompletion(
            Map.of(
                    "payments", List.of("customer", "amount", "paid_at"),
                    "payments$dead", List.of("code", "path"),
                    "card-payments", List.of("card", "end-date")),
            List.of("SUM", "SUBSTRING", "COUNT"));

    @Test
    void emptyPromptOffersBeginningsInTheCaseThatIsTyped() {
        assertThat(at("|")).contains("SELECT", "SHOW STREAMS", "quit");
        assertThat(at("se|")).containsExactlyInAnyOrder("select", "set");
        assertThat(at("SELECT 1; SH|")).containsExactly("SHOW STREAMS");
    }

    @Test
    void tablesFollowFromAndJoin() {
        assertThat(at("SELECT * FROM pay|")).containsExactlyInAnyOrder("payments", "payments$dead");
        assertThat(at("SELECT * FROM payments$|")).containsExactly("payments$dead");
        assertThat(at("select * from payments join |"))
                .containsExactlyInAnyOrder("payments", "payments$dead", "`card-payments`");
        assertThat(at("DESCRIBE card|")).containsExactly("`card-payments`");
    }

    @Test
    void columnsOfTheTablesThatAreNamedAnywhereInTheStatement() {
        assertThat(at("SELECT cus| FROM payments")).containsExactly("customer");
        assertThat(at("SELECT customer FROM payments WHERE am|")).containsExactly("amount");
        assertThat(at("SELECT end| FROM `card-payments`")).contains("`end-date`");
    }

    @Test
    void aliasStandsForItsTable() {
        assertThat(at("SELECT p.| FROM payments p")).containsExactly("customer", "amount", "paid_at");
        assertThat(at("SELECT p.a| FROM payments AS p")).containsExactly("amount");
        assertThat(at("SELECT payments.c| FROM payments")).containsExactly("customer");
    }

    @Test
    void functionsAndKeywordsOnceALetterIsTyped() {
        assertThat(at("SELECT su|")).containsExactly("sum", "substring");
        assertThat(at("SELECT customer FROM payments GRO|")).containsExactly("GROUP BY");
    }

    @Test
    void nothingIsOfferedInsideOfATextOrComment() {
        assertThat(at("SELECT 'pay|")).isEmpty();
        assertThat(at("SELECT /* pay|")).isEmpty();
    }

    /** @param text with | where the cursor is */
    private static List<String> at(String text) {
        return COMPLETION.at(text.replace("|", ""), text.indexOf('|'));
    }
}
