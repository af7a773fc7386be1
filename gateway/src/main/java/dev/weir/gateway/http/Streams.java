package dev.weir.gateway.http;

import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.StreamDirectory;

/** The stream that a URL names. */
final class Streams {

    private Streams() {}

    /** @throws RequestRefusedException if there is none, or isn't yet */
    static ServedStream find(StreamDirectory streams, String name) throws RequestRefusedException {
        ServedStream stream = streams.find(name);
        if (stream == null) {
            throw new RequestRefusedException(
                    streams.complete() ? unknown(streams, name) : Problem.starting("It is reading the contracts"));
        }
        return stream;
    }

    private static Problem unknown(StreamDirectory streams, String name) {
        return new Problem(
                404,
                "UNKNOWN_STREAM",
                "There is no such stream",
                streams.nearest(name)
                                .map(near -> "Did you mean '" + near + "'? ")
                                .orElse("") + "GET /streams lists them.");
    }
}
