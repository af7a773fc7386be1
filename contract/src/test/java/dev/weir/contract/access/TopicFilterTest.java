package dev.weir.contract.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/c, false",
        "a/b, a, false",
        "a, a/b, false",
        "a/+, a/b, true",
        "a/+, a/, true",
        "a/+, a, false",
        "a/+/c, a/b/c, true",
        "a/+/c, a/b/d, false",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, ab, false",
        "#, a/b, true",
        "#, $SYS/a, false",
        "+/a, $SYS/a, false"
    })
    void filterFitsAsTheStandardSays(String filter, String topic, boolean fits) {
        assertThat(new TopicFilter(filter).fits(topic)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a+", "a/b#", "#/a", "a/#/b"})
    void whatIsNoFilterIsRefused(String text) {
        assertThatThrownBy(() -> new TopicFilter(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
