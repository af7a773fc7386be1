package dev.weir.gateway.mqtt;

import dev.weir.contract.access.ApiKey;
import dev.weir.gateway.access.KeyRing;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts the client certificates that a key was made of, and no others: each by itself, whoever signed it. That the client
 * has the private key, TLS sees to; until when the certificate is valid, this does.
 */
final class KnownCertificates implements X509TrustManager {

    private final KeyRing keys;

    KnownCertificates(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authenticationType) throws CertificateException {
        chain[0].checkValidity();
        if (keys.admitOwner(chain[0]).isEmpty()) {
            throw new CertificateException("no key was made of the certificate with SHA-256 "
                    + ApiKey.fingerprint(chain[0]) + "; weir keys create --certificate makes one");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authenticationType) throws CertificateException {
        throw new CertificateException("The door is no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
