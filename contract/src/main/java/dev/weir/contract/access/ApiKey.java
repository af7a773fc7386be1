package dev.weir.contract.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an API key: everything but the key itself.
 *
 * @param id eight hexadecimal digits, part of the key's text and no secret
 * @param name for people, such as the application that has it
 * @param hash SHA-256 in hexadecimal, of the key's whole text or of the client certificate (DER) that stands for it. A key is 256 random bits, so nobody can find it by trying,
 *     and a slow hash such as a password needs would add nothing
 * @param streams the names of the streams that it opens; {@value #ALL_STREAMS} alone for all
 * @param topics the MQTT topics that it opens; empty for all topics of its streams
 * @param eventsPerSecond how many events it may send, at each gateway; null for no limit
 */
public record ApiKey(
        String id,
        String name,
        String hash,
        List<String> streams,
        List<TopicFilter> topics,
        @Nullable Integer eventsPerSecond,
        Instant created) {

    public static final String ALL_STREAMS = "*";

    private static final Pattern TEXT = Pattern.compile("weir_([0-9a-f]{8})_[A-Za-z0-9_-]{43}");
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A new key.
     *
     * @param text the only copy of what its owner sends: {@code weir_ID_SECRET}
     */
    public record Issued(ApiKey key, String text) {

        /** Without the secret. */
        @Override
        public String toString() {
            return key.toString();
        }
    }

    public ApiKey {
        streams = List.copyOf(streams);
        topics = List.copyOf(topics);
        if (name.isBlank() || streams.isEmpty()) {
            throw new IllegalArgumentException("A key has a name and at least one stream");
        }
        if (eventsPerSecond != null && eventsPerSecond < 1) {
            throw new IllegalArgumentException("A key's rate is at least 1 event a second, not " + eventsPerSecond);
        }
    }

    /** Makes a key that nobody knows yet. */
    public static Issued issue(
            String name,
            List<String> streams,
            List<TopicFilter> topics,
            @Nullable Integer eventsPerSecond,
            Instant now) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(id);
        RANDOM.nextBytes(secret);
        String idText = HexFormat.of().formatHex(id);
        String text =
                "weir_" + idText + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new Issued(new ApiKey(idText, name, hash(text), streams, topics, eventsPerSecond, now), text);
    }

    /** What is kept of a client certificate, which opens what a key does for whoever has its private key. */
    public static ApiKey ofCertificate(
            String name,
            List<String> streams,
            List<TopicFilter> topics,
            @Nullable Integer eventsPerSecond,
            Instant now,
            X509Certificate certificate)
            throws CertificateEncodingException {
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        return new ApiKey(
                HexFormat.of().formatHex(id), name, fingerprint(certificate), streams, topics, eventsPerSecond, now);
    }

    /** The {@link #hash} that stands for a certificate. */
    public static String fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        return hash(certificate.getEncoded());
    }

    /** The id in a key's text; empty if the text is no key's. */
    public static Optional<String> idIn(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether this is that key's text; takes equally long for any. */
    public boolean isOf(String text) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), hash(text).getBytes(StandardCharsets.US_ASCII));
    }

    public boolean opens(String stream) {
        return streams.contains(stream) || streams.contains(ALL_STREAMS);
    }

    /** Whether it opens an MQTT topic of the streams that it opens. */
    public boolean opensTopic(String topic) {
        return topics.isEmpty() || topics.stream().anyMatch(filter -> filter.fits(topic));
    }

    private static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
