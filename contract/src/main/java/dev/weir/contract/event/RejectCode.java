package dev.weir.contract.event;

/** Why an event is refused at the door or dead in the log; the docs list them. */
public enum RejectCode {
    /** The bytes are not JSON, Avro or Protobuf, or not framed with magic byte and schema id. */
    MALFORMED,
    /** The schema id belongs to another stream, or to none that the registry knows. */
    WRONG_SCHEMA,
    /** A required field is absent. */
    MISSING_FIELD,
    /** The event has a field that the schema lacks. */
    UNKNOWN_FIELD,
    /** A value is of another type than its field. */
    WRONG_TYPE,
    /** A value is of the right type but not representable: number range, decimal scale, enum symbol, fixed size. */
    OUT_OF_RANGE,
    /** A rule of the contract is not true. */
    RULE,
    /** The event time lies further ahead of the broker's clock than the contract allows. */
    FUTURE,
    /** A null value where the stream's mode has no tombstones. */
    TOMBSTONE,
    /** Larger or deeper than the declared bounds. */
    TOO_LARGE
}
