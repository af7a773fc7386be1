package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;

/** Passes one value of the writer's schema without building it. */
interface ValueSkipper {

    void skip(AvroInput in) throws Rejection;
}
