package dev.weir.contract.registry;

import dev.weir.contract.Compatibility;
import dev.weir.contract.StreamSchema;
import java.util.List;
import java.util.Optional;

/** A Confluent-compatible schema registry. Implementations are safe to share between threads. */
public interface SchemaRegistry {

    /** A schema under a subject. {@code id} is the one that records carry, {@code version} counts from 1. */
    record Registered(int id, int version, StreamSchema schema) {}

    /**
     * The schema with this id. Ids never change their meaning, so callers may keep the answer for ever.
     *
     * @return empty if the registry answers that it has no such id, or that what it has there isn't a schema that a
     *     stream can have
     * @throws RegistryUnavailableException if it can't be asked: retry later, never guess
     */
    Optional<StreamSchema> find(int id) throws RegistryUnavailableException;

    /**
     * All versions of a subject, oldest first; empty for an unknown subject.
     *
     * @throws RegistryConflictException if one of them isn't a schema that a stream can have
     */
    List<Registered> versions(String subject) throws RegistryUnavailableException;

    /**
     * Registers a schema, or finds it if the subject has it already. Check compatibility before: the registry's own
     * refusal is the last guard and names no field. The answer's id is the one that {@link #find} knows.
     *
     * @throws RegistryConflictException if the registry refuses the schema
     */
    Registered register(String subject, StreamSchema schema, Compatibility compatibility)
            throws RegistryUnavailableException;
}
