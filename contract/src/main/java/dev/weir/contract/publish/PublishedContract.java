package dev.weir.contract.publish;

import dev.weir.contract.StreamContract;

/**
 * A contract in force.
 *
 * @param version counts the published changes of this stream's contract from 1; not the registry's version of its schema
 * @param schemaId the id of its schema in the registry, which new records carry
 */
public record PublishedContract(StreamContract contract, int version, int schemaId) {}
