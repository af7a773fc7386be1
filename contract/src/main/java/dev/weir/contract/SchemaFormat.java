package dev.weir.contract;

/** The schema languages of stream contracts. */
public enum SchemaFormat {
    AVRO,
    PROTOBUF
}
