package dev.weir.stack;

import java.util.EnumSet;
import java.util.Set;

/** The servers that make up the local stack, in the order in which they are started. */
public enum ServerName {
    POSTGRESQL("postgresql", "PostgreSQL", Set.of()),
    KAFKA("kafka", "Kafka", Set.of()),
    JOB_MANAGER("jobmanager", "Flink", Set.of()),
    TASK_MANAGER("taskmanager", "Flink workers", Set.of(JOB_MANAGER)),
    REGISTRY("registry", "registry", Set.of(POSTGRESQL)),
    GATEWAY("gateway", "gateway", Set.of(KAFKA, REGISTRY)),
    /** Change capture: runs only where a source was declared. */
    CONNECT("connect", "Kafka Connect", Set.of(KAFKA)),
    /** Needs nothing: it must answer when all others are down. */
    METRICS("metrics", "metrics", Set.of());

    private final String id;
    private final String label;
    private final Set<ServerName> needs;

    ServerName(String id, String label, Set<ServerName> needs) {
        this.id = id;
        this.label = label;
        this.needs = needs;
    }

    /** The name in file names below {@code .weir/} and in {@link ServerStatus#name}. */
    public String id() {
        return id;
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** The servers that must be ready before this one can be. */
    public Set<ServerName> needs() {
        return needs;
    }

    static Set<ServerName> withNeeds(Set<ServerName> wanted) {
        Set<ServerName> all = EnumSet.noneOf(ServerName.class);
        for (ServerName name : wanted) {
            all.add(name);
            all.addAll(withNeeds(name.needs));
        }
        return all;
    }
}
