package dev.weir.pipeline.project;

import dev.weir.contract.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Connect brings into streams. Texts are as they were written, with {@code ${VARIABLE}} not yet replaced,
 * so that a project can be looked at without its secrets; none is part of {@code toString()}.
 */
public sealed interface SourceConfig {

    /** Its name in {@code weir.yaml}, unique there. */
    String name();

    Place place();

    /** Tables ({@code schema.table}) or topics to the streams that they fill. */
    Map<String, String> streams();

    /** Where {@code weir.yaml} declares it. */
    record Place(Path file, int line, int column) {

        public Problem problem(String message) {
            return new Problem(file, line, column, "SOURCE-001", message);
        }
    }

    /**
     * Tables of a PostgreSQL database.
     *
     * @param url {@code postgresql://host[:port]/database}; null for the local stack's database
     * @param user null for the local stack's
     * @param password null for the local stack's
     * @param create SQL that makes the tables where the local stack's database lacks one; null if somebody else does
     */
    record PostgresTables(
            String name,
            Place place,
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable Path create,
            Map<String, String> streams)
            implements SourceConfig {

        public PostgresTables {
            streams = Map.copyOf(streams);
        }

        @Override
        public String toString() {
            return "PostgresTables[" + name + ", " + streams + "]";
        }
    }

    /**
     * Another source connector.
     *
     * @param connector its class
     * @param settings given to it as they are
     */
    record Plugin(String name, Place place, String connector, Map<String, String> settings, Map<String, String> streams)
            implements SourceConfig {

        public Plugin {
            settings = Map.copyOf(settings);
            streams = Map.copyOf(streams);
        }

        @Override
        public String toString() {
            return "Plugin[" + name + ", " + connector + ", " + streams + "]";
        }
    }
}
