package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the servers, as the build pinned them. */
record Versions(
        String kafka,
        String flink,
        String flinkS3,
        String log4j,
        String slf4j,
        String onnxruntime,
        String apicurio,
        String postgresql,
        String debezium) {

    static Versions load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("The jar of weir-stack lacks versions.properties; build it again.");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("versions.properties in the jar of weir-stack can't be read.", e);
        }
        return new Versions(
                properties.getProperty("kafka"),
                properties.getProperty("flink"),
                properties.getProperty("flink-s3"),
                properties.getProperty("log4j"),
                properties.getProperty("slf4j"),
                properties.getProperty("onnxruntime"),
                properties.getProperty("apicurio"),
                properties.getProperty("postgresql"),
                properties.getProperty("debezium"));
    }
}
