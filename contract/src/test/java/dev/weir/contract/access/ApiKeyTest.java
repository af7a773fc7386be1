package dev.weir.contract.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.access.ApiKey.Issued;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final Issued ISSUED = ApiKey.issue("shop", List.of("orders"), List.of(), 100, Instant.EPOCH);

    @Test
    void onlyItsOwnTextIsTheKeys() {
        assertThat(ISSUED.key().isOf(ISSUED.text())).isTrue();
        assertThat(ISSUED.key().isOf(ISSUED.text() + "x")).isFalse();
        assertThat(ISSUED.key().isOf(ISSUED.key().hash())).isFalse();
        assertThat(ISSUED.key()
                        .isOf(ApiKey.issue("shop", List.of("orders"), List.of(), 100, Instant.EPOCH)
                                .text()))
                .isFalse();
    }

    @Test
    void whatIsKeptDoesNotTellTheSecret() {
        String secret = ISSUED.text().substring("weir_12345678_".length());

        assertThat(secret).hasSize(43);
        assertThat(ISSUED.toString()).contains(ISSUED.key().id()).doesNotContain(secret);
        assertThat(ISSUED.key().toString()).doesNotContain(secret);
    }

    @Test
    void idIsFoundInAKeysTextAlone() {
        assertThat(ApiKey.idIn(ISSUED.text())).hasValue(ISSUED.key().id());
        assertThat(ApiKey.idIn(ISSUED.text() + "x")).isEmpty();
        assertThat(ApiKey.idIn("weir_policy_" + "x".repeat(43))).isEmpty();
        assertThat(ApiKey.idIn("")).isEmpty();
    }

    @Test
    void keyOpensItsStreams() {
        assertThat(ISSUED.key().opens("orders")).isTrue();
        assertThat(ISSUED.key().opens("order")).isFalse();
        assertThat(ApiKey.issue("all", List.of("*"), List.of(), null, Instant.EPOCH)
                        .key()
                        .opens("order"))
                .isTrue();
    }

    @Test
    void keyWithoutNameStreamOrRateIsNone() {
        assertThatThrownBy(() -> ApiKey.issue(" ", List.of("a"), List.of(), null, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiKey.issue("a", List.of(), List.of(), null, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiKey.issue("a", List.of("a"), List.of(), 0, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
