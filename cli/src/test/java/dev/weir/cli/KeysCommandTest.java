package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.access.ApiKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysCommandTest {

    private static final ApiKey FIRST = key("0000000a", "press-1", "ab12");

    @Test
    void secondKeyOfOneCertificateIsRefusedAndTheMessageSaysWhichIsThere() {
        assertThatThrownBy(() -> KeysCommand.Create.refuseSecond(key("0000000b", "press-2", "ab12"), List.of(FIRST)))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFLICT))
                .hasMessageContaining("key 0000000a ('press-1')")
                .hasMessageContaining("weir keys revoke 0000000a");
    }

    @Test
    void keyOfAnotherCertificateIsNotRefused() {
        assertThatCode(() -> KeysCommand.Create.refuseSecond(key("0000000b", "press-2", "cd34"), List.of(FIRST)))
                .doesNotThrowAnyException();
    }

    private static ApiKey key(String id, String name, String hash) {
        return new ApiKey(id, name, hash, List.of("telemetry"), List.of(), null, Instant.EPOCH);
    }
}
