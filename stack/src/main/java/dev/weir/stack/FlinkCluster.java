package dev.weir.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Flink's two kinds of process share. */
record FlinkCluster(StackConfig config, StackDirectory directory, Versions versions) {
    private static final List<String> MODULES = List.of(
            "flink-runtime",
            "flink-streaming-java",
            "flink-clients",
            "flink-runtime-web",
            "flink-rpc-akka-loader",
            "flink-metrics-prometheus",
            "flink-statebackend-rocksdb",
            "flink-connector-base",
            "flink-connector-files",
            "flink-table-api-java-bridge",
            "flink-table-runtime",
            "flink-cep");

    /** Flink's own list for Java 17: {@code env.java.opts.all} in its {@code conf/config.yaml}. */
    private static final List<String> EXPORTS = List.of(
            "java.base/sun.net.util",
            "java.rmi/sun.rmi.registry",
            "jdk.compiler/com.sun.tools.javac.api",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.compiler/com.sun.tools.javac.parser",
            "jdk.compiler/com.sun.tools.javac.tree",
            "jdk.compiler/com.sun.tools.javac.util",
            "java.security.jgss/sun.security.krb5",
            "jdk.httpserver/sun.net.httpserver"); // For LoopbackHttpServerProvider.

    private static final List<String> OPENS = List.of(
            "java.lang",
            "java.net",
            "java.io",
            "java.nio",
            "sun.nio.ch",
            "java.lang.reflect",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    /** There is no flink-dist on Maven Central: this is what jobs find in one, without what only planning needs. */
    List<String> artifacts() {
        List<String> artifacts = new ArrayList<>();
        MODULES.forEach(module -> artifacts.add("org.apache.flink:" + module + ":" + versions.flink()));
        artifacts.add("org.slf4j:slf4j-api:" + versions.slf4j());
        artifacts.add("org.apache.logging.log4j:log4j-slf4j2-impl:" + versions.log4j());
        artifacts.add("org.apache.logging.log4j:log4j-core:" + versions.log4j());
        artifacts.add("org.apache.logging.log4j:log4j-api:" + versions.log4j());
        return artifacts;
    }

    /** What makes S3 a file system of Flink's, by itself. */
    List<String> s3Artifacts() {
        return List.of("org.apache.flink:flink-s3-fs-hadoop:" + versions.flinkS3());
    }

    /** Makes S3 a file system of the processes that are started from then on. */
    void installS3(List<Path> jars) throws IOException {
        Path plugin = directory.flinkPlugins().resolve("s3");
        Archive.deleteTree(plugin);
        Files.createDirectories(plugin);
        for (Path jar : jars) {
            Files.createSymbolicLink(plugin.resolve(jar.getFileName()), jar.toAbsolutePath());
        }
    }

    /** Of both kinds of process: what is secret isn't in their settings, which they log and show. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        S3Login.load(directory.s3Login()).ifPresent(login -> {
            environment.put("FLINK_PLUGINS_DIR", directory.flinkPlugins().toString());
            environment.putAll(login.environment());
        });
        return environment;
    }

    String restAddress() {
        return "http://127.0.0.1:" + config.ports().flink();
    }

    Path checkpoints() {
        return directory.data("flink").resolve("checkpoints");
    }

    Path savepoints() {
        return directory.data("flink").resolve("savepoints");
    }

    /** Writes the settings and arguments of one process, and empties its scratch space. */
    void prepare(
            ServerName server,
            List<Path> classPath,
            String mainClass,
            List<String> options,
            Map<String, String> settings)
            throws IOException {
        StackDirectory.create(directory.data("flink"), "rwx------");
        Files.createDirectories(checkpoints());
        Files.createDirectories(savepoints());
        Path scratch = directory.scratch(server.id());
        Archive.deleteTree(scratch);
        Files.createDirectories(scratch);
        Path settingsDirectory = directory.run().resolve(server.id() + "-conf");
        Files.createDirectories(settingsDirectory);
        Map<String, String> all = new TreeMap<>(commonSettings());
        all.putAll(settings);
        List<String> lines = new ArrayList<>();
        all.forEach((key, value) -> lines.add(key + ": '" + value.replace("'", "''") + "'"));
        Files.write(settingsDirectory.resolve("config.yaml"), lines);

        List<String> allOptions = new ArrayList<>(options);
        allOptions.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + scratch));
        allOptions.addAll(new ServerLogging(directory).options(server.id()));
        allOptions.add("-Dcom.sun.net.httpserver.HttpServerProvider=" + LoopbackHttpServerProvider.class.getName());
        EXPORTS.forEach(export -> allOptions.add("--add-exports=" + export + "=ALL-UNNAMED"));
        OPENS.forEach(open -> allOptions.add("--add-opens=java.base/" + open + "=ALL-UNNAMED"));
        List<Path> allClasses = new ArrayList<>(classPath);
        allClasses.add(additions(server));
        JavaCommand.of(directory, server.id())
                .write(allOptions, allClasses, mainClass, List.of("--configDir", settingsDirectory.toString()));
    }

    private Map<String, String> commonSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("jobmanager.rpc.address", "127.0.0.1");
        settings.put("jobmanager.rpc.port", Integer.toString(config.ports().jobManagerRpc()));
        settings.put("rest.address", "127.0.0.1");
        settings.put("rest.port", Integer.toString(config.ports().flink()));
        // A killed worker is noticed by its refused connection; a paused one is given longer.
        settings.put("heartbeat.interval", "2 s");
        settings.put("heartbeat.timeout", "20 s");
        settings.put("heartbeat.rpc-failure-threshold", "2");
        settings.put(
                "metrics.reporter.prom.factory.class",
                "org.apache.flink.metrics.prometheus." + "PrometheusReporterFactory");
        // So old at most are the counts that Flink's REST answers.
        settings.put("metrics.fetcher.update-interval", "1000");
        // State may outgrow the heap: slower beats dead.
        settings.put("state.backend.type", "rocksdb");
        // Windows and entries are mostly looked for where there are none yet.
        settings.put("state.backend.rocksdb.use-bloom-filter", "true");
        // Else the filter of a whole file, some 250 KB, is read again for a value that the cache has no place for.
        settings.put("state.backend.rocksdb.memory.partitioned-index-filters", "true");
        settings.put("execution.checkpointing.incremental", "true");
        settings.put("execution.checkpointing.storage", "filesystem");
        settings.put("execution.checkpointing.dir", checkpoints().toUri().toString());
        settings.put(
                "execution.checkpointing.savepoint-dir", savepoints().toUri().toString());
        S3Login.load(directory.s3Login()).ifPresent(login -> settings.putAll(login.flinkSettings()));
        settings.put("execution.checkpointing.num-retained", "2");
        settings.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        // Never gives up, so that a worker that comes back finds its job waiting.
        settings.put("restart-strategy.type", "exponential-delay");
        settings.put("restart-strategy.exponential-delay.initial-backoff", "500 ms");
        settings.put("restart-strategy.exponential-delay.max-backoff", "5 s");
        settings.put("restart-strategy.exponential-delay.reset-backoff-threshold", "1 min");
        return settings;
    }

    /** A directory with the one class of ours that Flink's processes need. */
    private Path additions(ServerName server) throws IOException {
        Path root = directory.run().resolve(server.id() + "-classes");
        String file = LoopbackHttpServerProvider.class.getName().replace('.', '/') + ".class";
        Path target = root.resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream in = LoopbackHttpServerProvider.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("The jar of weir-stack lacks " + file + ".");
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return root;
    }
}
