package dev.weir.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.contract.access.ApiKey;
import io.netty.pkitesting.CertificateBuilder;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private final KeyRing keys = new KeyRing(KeyRing.Demand.ALWAYS);

    /** Two commands at the same moment can make them; neither sees the other's. */
    @Test
    void ofTwoKeysWithOneCertificateTheElderCountsUntilItIsRevoked() throws Exception {
        X509Certificate certificate = new CertificateBuilder()
                .subject("CN=press-1")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .getCertificate();
        for (int i = 0; i < 20; i++) { // Their ids are random.
            ApiKey elder = key("elder", Instant.EPOCH, certificate);
            ApiKey younger = key("younger", Instant.EPOCH.plusSeconds(1), certificate);

            keys.update(Map.of(younger.id(), younger, elder.id(), elder), true);

            assertThat(keys.admitOwner(certificate)).map(Pass::id).hasValue(elder.id());
            keys.update(Map.of(younger.id(), younger), true);
            assertThat(keys.admitOwner(certificate)).map(Pass::id).hasValue(younger.id());
        }
    }

    private static ApiKey key(String name, Instant created, X509Certificate certificate) throws Exception {
        return ApiKey.ofCertificate(name, List.of("readings"), List.of(), null, created, certificate);
    }
}
