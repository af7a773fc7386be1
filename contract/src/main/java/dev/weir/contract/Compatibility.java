package dev.weir.contract;

/** What a new version of a schema must be able to do, in Confluent's terms; the name is the registry's own. */
public enum Compatibility {
    /** Reads what every older version wrote. The default. */
    BACKWARD_TRANSITIVE,
    /** Its events can be read by every older version. */
    FORWARD_TRANSITIVE,
    /** Both. */
    FULL_TRANSITIVE,
    /** Nothing is promised. */
    NONE
}
