package dev.weir.cli;

import dev.weir.pipeline.ConflictException;
import dev.weir.pipeline.DatabaseTable;
import dev.weir.pipeline.Lake;
import dev.weir.pipeline.LakeAddress;
import dev.weir.pipeline.LakeLibrary;
import dev.weir.pipeline.LakeSql;
import dev.weir.pipeline.LakeTables;
import dev.weir.pipeline.SubmittedDelivery;
import dev.weir.pipeline.TableFile;
import dev.weir.pipeline.Target;
import dev.weir.pipeline.job.Journal;
import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.DeliveryConfig;
import dev.weir.pipeline.project.EnvironmentConfig;
import dev.weir.pipeline.project.ProjectException;
import dev.weir.stack.LocalStack;
import dev.weir.stack.PostgresAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The lake and the tables of the local stack. Their libraries are fetched with its first use and loaded beside this program, so that
 * whoever has no lake has neither.
 */
final class LakeLoader implements Lake.Source {

    private static final String ARTIFACTS = "META-INF/weir/lake-artifacts.properties";

    private final Home home;
    private final Console console;
    private final LocalStack stack;

    LakeLoader(Home home, Console console) {
        this.home = home;
        this.console = console;
        this.stack = LocalServers.asStarted(home);
    }

    @Override
    public Lake open(Target target, List<DeliveryConfig> deliveries) throws ConflictException, IOException {
        if (!target.environment().equals(EnvironmentConfig.LOCAL)
                || !target.kafka().equals(stack.kafka())) {
            throw new ConflictException("Deliveries run on the local stack only so far: environment '"
                    + target.environment() + "' has no lake.");
        }
        boolean lake = deliveries.stream().anyMatch(delivery -> delivery.kind() instanceof DeliveryConfig.Iceberg);
        URLClassLoader loader = loader(lake ? "deliver" : "postgresql");
        List<Path> jars =
                Stream.of(loader.getURLs()).map(url -> Path.of(url.getPath())).toList();
        return library(loader).open(address(), loader, jars);
    }

    /** The lake for queries. */
    LakeSql sql() throws ServerUnavailableException, ProjectException, ConflictException, IOException {
        return library(loader("deliver", "query")).sql(addresses());
    }

    /** The lake's tables, to be checked and looked after. */
    LakeTables tables() throws ServerUnavailableException, ProjectException, ConflictException, IOException {
        return library(loader("deliver", "query")).tables(addresses());
    }

    /** The table of a delivery to PostgreSQL, to be checked; closing it leaves the driver's classes loaded. */
    DatabaseTable table(SubmittedDelivery delivery) throws ServerUnavailableException, ProjectException, IOException {
        return library(loader("postgresql")).table(address(), delivery);
    }

    /** A Parquet file; what reads it is fetched with its first use, as for queries. */
    TableFile parquet(Path file) throws IOException {
        return library(loader("query")).parquet(file);
    }

    private LakeAddress address() {
        PostgresAddress catalog = stack.postgresql();
        return LakeAddress.local(
                catalog.jdbcUrl(),
                catalog.user(),
                catalog.passwordFile(),
                stack.warehouse().toUri(),
                stack.deliverySecrets(),
                stack.s3Login().isPresent() ? stack.s3LoginFile() : null);
    }

    /** Those of all catalogs that deliveries of this home have. */
    private List<LakeAddress> addresses() throws ProjectException, ConflictException, IOException {
        LakeAddress local = address();
        return SubmittedDelivery.lakes(new Journal(Jobs.journal(home))).stream()
                .map(local::at)
                .toList();
    }

    private URLClassLoader loader(String... purposes) throws IOException {
        Path own = ownJar();
        Properties artifacts = artifacts(own);
        List<URL> urls = new ArrayList<>();
        urls.add(url(own));
        List<String> all = new ArrayList<>(List.of(purposes));
        if (stack.s3Login().isPresent() && all.contains("deliver")) {
            all.add("s3");
        }
        for (String purpose : all) {
            List<String> wanted = List.of(artifacts.getProperty(purpose).strip().split("\\s+"));
            for (Path file : stack.fetch("lake-" + purpose, wanted, new UpProgress(console))) {
                urls.add(url(file));
            }
        }
        return new URLClassLoader("lake", urls.toArray(URL[]::new), LakeLoader.class.getClassLoader());
    }

    private static LakeLibrary library(ClassLoader loader) throws IOException {
        return ServiceLoader.load(LakeLibrary.class, loader)
                .findFirst()
                .orElseThrow(() -> new IOException("The jar of weir-lake names no library: build it again."));
    }

    private Path ownJar() throws IOException {
        Path folder = home.root().resolve("cli/target/lake");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> jars =
                        files.filter(file -> file.toString().endsWith(".jar")).toList();
                if (jars.size() == 1) {
                    return jars.get(0);
                }
            }
        }
        throw new IOException("weir-lake isn't in " + folder + ": build Weir again.");
    }

    private static Properties artifacts(Path jar) throws IOException {
        Properties artifacts = new Properties();
        try (URLClassLoader only = new URLClassLoader(new URL[] {url(jar)}, null);
                InputStream in = only.getResourceAsStream(ARTIFACTS)) {
            if (in == null) {
                throw new IOException(jar + " has no " + ARTIFACTS + ": build Weir again.");
            }
            artifacts.load(in);
        }
        return artifacts;
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
