package dev.weir.lake.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.project.At;
import dev.weir.pipeline.project.DatabaseConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

    private static final At<String> PLACE = new At<>("public.states", Path.of("weir.yaml"), 3, 5);
    private static final DatabaseConfig ERP =
            new DatabaseConfig("postgresql://db:5432/erp", "${ERP_USER}", "${ERP_PASSWORD}");
    private static final Map<String, String> SAID = Map.of("ERP_USER", "me", "ERP_PASSWORD", "secret");

    @TempDir
    private Path folder;

    private Logins logins(Map<String, String> variables) {
        return new Logins(
                LakeAddress.local(
                        "jdbc:postgresql://127.0.0.1:7432/weir",
                        "weir",
                        folder.resolve("postgresql"),
                        URI.create("file:///lake"),
                        folder.resolve("deliveries"),
                        null),
                variables);
    }

    @Test
    void localDatabaseNeedsNothing() throws Exception {
        Login login = logins(Map.of()).of("machines.shop", new DatabaseConfig(null, null, null), PLACE);

        assertThat(login)
                .isEqualTo(new Login(
                        "jdbc:postgresql://127.0.0.1:7432/weir",
                        "weir",
                        folder.resolve("postgresql").toString()));
    }

    @Test
    void whatVariablesSaidIsKeptForThoseWithoutThem() throws Exception {
        Login login = logins(SAID).of("machines.erp", ERP, PLACE);

        Path password = Path.of(login.passwordFile());
        assertThat(login.url()).isEqualTo("jdbc:postgresql://db:5432/erp");
        assertThat(login.user()).isEqualTo("me");
        assertThat(password).hasContent("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
        assertThat(logins(Map.of()).of("machines.erp", ERP, PLACE)).isEqualTo(login);
        assertThatThrownBy(() -> logins(Map.of()).of("machines.other", ERP, PLACE))
                .hasMessageContaining("DELIVERY-005")
                .hasMessageContaining("'ERP_USER' is not set");
    }
}
