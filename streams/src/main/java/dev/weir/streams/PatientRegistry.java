package dev.weir.streams;

import dev.weir.contract.Compatibility;
import dev.weir.contract.StreamSchema;
import dev.weir.contract.registry.RegistryUnavailableException;
import dev.weir.contract.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits loudly for a registry that is away: asks again after growing pauses and logs each. After a minute it gives up,
 * so that the job fails with a clear reason and its restart strategy decides.
 */
final class PatientRegistry implements SchemaRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(PatientRegistry.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private interface Question<T> {
        T ask() throws RegistryUnavailableException;
    }

    private final SchemaRegistry registry;
    private final String stream;
    private final RegistryWait wait;
    private final Duration patience;

    /** @param stream which stream waits, for the log and the final message */
    PatientRegistry(SchemaRegistry registry, String stream, RegistryWait wait) {
        this(registry, stream, wait, PATIENCE);
    }

    PatientRegistry(SchemaRegistry registry, String stream, RegistryWait wait, Duration patience) {
        this.registry = registry;
        this.wait = wait;
        this.stream = stream;
        this.patience = patience;
    }

    @Override
    public Optional<StreamSchema> find(int id) throws RegistryUnavailableException {
        return patiently(() -> registry.find(id));
    }

    @Override
    public List<Registered> versions(String subject) throws RegistryUnavailableException {
        return patiently(() -> registry.versions(subject));
    }

    @Override
    public Registered register(String subject, StreamSchema schema, Compatibility compatibility)
            throws RegistryUnavailableException {
        return patiently(() -> registry.register(subject, schema, compatibility));
    }

    private <T> T patiently(Question<T> question) throws RegistryUnavailableException {
        long end = System.nanoTime() + patience.toNanos();
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                T answer = question.ask();
                wait.ends();
                return answer;
            } catch (RegistryUnavailableException e) {
                if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > end) {
                    throw new RegistryUnavailableException(
                            "Stream '" + stream + "' waited " + patience.toSeconds() + " s for the schema registry and"
                                    + " judged nothing meanwhile: " + e.getMessage()
                                    + ". Bring the registry back; the job restarts and continues where it was.",
                            e);
                }
                wait.begins();
                LOG.warn(
                        "Waiting for the schema registry stream={} pause_ms={} reason={}",
                        stream,
                        pause,
                        e.getMessage());
                sleep(pause, e);
            }
        }
    }

    private void sleep(long millis, RegistryUnavailableException reason) throws RegistryUnavailableException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(
                    "Stream '" + stream + "' was stopped while it waited for the schema registry", reason);
        }
    }
}
