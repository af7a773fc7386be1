package dev.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {

    @ParameterizedTest
    @ValueSource(longs = {17, 900, 1_000, 1_001, 83_912, 128_000, 3_456_789})
    void highestRateIsFoundToWithinATenth(long capacity) {
        RateSearch search = new RateSearch(1_000, 10_000_000);

        List<Long> tried = run(search, capacity);

        assertThat(search.held()).isLessThanOrEqualTo(capacity).isGreaterThan((long) (capacity / 1.2));
        assertThat(search.notHeld().getAsLong()).isGreaterThan(capacity);
        assertThat((double) search.notHeld().getAsLong() / search.held()).isLessThan(1.12);
        assertThat(tried).hasSizeLessThan(20);
        assertThat(tried.subList(1, tried.size())).doesNotHaveDuplicates();
    }

    @Test
    void ratesAreDoubledUntilOneIsNotHeld() {
        assertThat(run(new RateSearch(1_000, 10_000_000), 5_000)).startsWith(1_000L, 2_000L, 4_000L, 8_000L, 5_660L);
    }

    @Test
    void nothingAboveTheMostIsTried() {
        RateSearch search = new RateSearch(1_000, 3_000);

        assertThat(run(search, Long.MAX_VALUE)).containsExactly(1_000L, 2_000L, 3_000L);
        assertThat(search.held()).isEqualTo(3_000);
        assertThat(search.notHeld()).isEmpty();
    }

    @Test
    void firstRateIsNotAboveTheMost() {
        assertThat(run(new RateSearch(1_000, 300), Long.MAX_VALUE)).containsExactly(300L);
    }

    @Test
    void pipelineThatHoldsNothingIsGivenUp() {
        RateSearch search = new RateSearch(1_000, 10_000_000);

        assertThat(run(search, 0)).containsExactly(1_000L, 1_000L, 500L, 250L, 125L, 62L, 31L, 15L);
        assertThat(search.held()).isZero();
    }

    @Test
    void firstRateIsTriedOnceMoreWhenAllIsWarm() {
        RateSearch search = new RateSearch(1_000, 10_000_000);

        search.tried(1_000, false);
        assertThat(search.next()).hasValue(1_000);
        search.tried(1_000, true);

        assertThat(search.next()).hasValue(2_000);
        assertThat(search.notHeld()).isEmpty();
    }

    @Test
    void searchThatWasEndedTriesNothingMore() {
        RateSearch search = new RateSearch(1_000, 10_000_000);
        search.tried(1_000, true);

        search.end();

        assertThat(search.next()).isEmpty();
    }

    /** Returns the rates that were tried. */
    private static List<Long> run(RateSearch search, long capacity) {
        List<Long> tried = new ArrayList<>();
        for (OptionalLong rate = search.next(); rate.isPresent(); rate = search.next()) {
            tried.add(rate.getAsLong());
            search.tried(rate.getAsLong(), rate.getAsLong() <= capacity);
        }
        return tried;
    }
}
