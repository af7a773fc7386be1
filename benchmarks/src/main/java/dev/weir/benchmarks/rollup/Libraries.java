package dev.weir.benchmarks.rollup;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jars that only some ways need.
 *
 * @param first before all others on the class path
 * @param last behind all others
 */
record Libraries(List<Path> first, List<Path> last) {

    /** Shaded, and with old libraries in it that aren't renamed. */
    private static final List<String> STOCK_FORMAT =
            List.of("org.apache.flink:flink-sql-avro-confluent-registry:2.2.0");

    /** Its sink reaches into Kafka's client of this version. */
    private static final List<String> HAZELCAST = List.of(
            "com.hazelcast:hazelcast:5.6.0",
            "com.hazelcast.jet:hazelcast-jet-kafka:5.6.0",
            "org.apache.kafka:kafka-clients:3.9.1");

    static Libraries of(WaySpec way, Servers servers) {
        return switch (way.kind()) {
            case FLINK -> new Libraries(List.of(), servers.fetch("stock-format", STOCK_FORMAT));
            case JET -> new Libraries(servers.fetch("hazelcast", HAZELCAST), List.of());
            case BYTES, BY_HAND, REVISING, WEIR -> new Libraries(List.of(), List.of());
        };
    }

    String around(String classPath) {
        return Stream.of(
                        first.stream().map(Path::toString),
                        Stream.of(classPath),
                        last.stream().map(Path::toString))
                .flatMap(part -> part)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
