package dev.weir.gateway.access;

import dev.weir.contract.access.ApiKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys in force at this door. One thread tells it what changed; any may ask. */
public final class KeyRing {

    /** When a request needs a key. */
    public enum Demand {
        /** When the log of keys says so; the rule on loopback. */
        AS_SET,
        /** The rule where others than this machine can come. */
        ALWAYS,
        /** Where something in front of the door asks already. */
        NEVER
    }

    /** @param byHash the same passes */
    private record State(Map<String, Pass> passes, Map<String, Pass> byHash, boolean required) {}

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final Comparator<ApiKey> ELDEST_FIRST =
            Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id);

    private final Demand demand;
    private volatile @Nullable State state;

    public KeyRing(Demand demand) {
        this.demand = demand;
    }

    /** Keys that stay keep what they have used of their rate. Of two with one certificate, the elder counts. */
    public void update(Map<String, ApiKey> keys, boolean required) {
        State before = state;
        Map<String, Pass> passes = new HashMap<>();
        Map<String, Pass> byHash = new HashMap<>();
        for (ApiKey key : keys.values().stream().sorted(ELDEST_FIRST).toList()) {
            Pass pass = before == null ? null : before.passes.get(key.id());
            Pass kept = pass != null && pass.isOf(key) ? pass : new Pass(key);
            passes.put(key.id(), kept);
            Pass elder = byHash.putIfAbsent(key.hash(), kept);
            if (elder != null) {
                LOG.warn(
                        "A key opens nothing, as an elder one is made of the same certificate; weir keys revoke ends"
                                + " either key={} elder={}",
                        key.id(),
                        elder.id());
            }
        }
        state = new State(passes, byHash, demand == Demand.ALWAYS || (demand == Demand.AS_SET && required));
    }

    /** Whether the keys were read; before that nobody can be let in. */
    public boolean known() {
        return state != null;
    }

    /** The pass of one who shows this key, or none; empty if that isn't enough. */
    public Optional<Pass> admit(@Nullable String text) {
        State now = state;
        if (now == null) {
            return Optional.empty();
        }
        if (text == null) {
            return now.required ? Optional.empty() : Optional.of(Pass.ANYBODY);
        }
        return ApiKey.idIn(text).map(now.passes::get).filter(pass -> pass.isOf(text));
    }

    /** The pass of one who has shown to own this certificate; empty if nobody gave it one. */
    public Optional<Pass> admitOwner(X509Certificate certificate) throws CertificateEncodingException {
        State now = state;
        return now == null ? Optional.empty() : Optional.ofNullable(now.byHash.get(ApiKey.fingerprint(certificate)));
    }

    /** Whether a pass that was given earlier would be given now. */
    public boolean isInForce(Pass pass) {
        State now = state;
        return now != null && (pass == Pass.ANYBODY ? !now.required : now.passes.get(pass.id()) == pass);
    }
}
