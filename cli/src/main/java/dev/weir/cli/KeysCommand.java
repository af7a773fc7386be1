package dev.weir.cli;

import dev.weir.contract.access.ApiKey;
import dev.weir.contract.access.KeyLog;
import dev.weir.contract.access.TopicFilter;
import dev.weir.contract.publish.CompactedTopicWriter;
import dev.weir.contract.publish.KafkaUnavailableException;
import dev.weir.stack.LocalStack;
import dev.weir.stack.ServerName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir keys}: who may send events. */
@Command(
        name = "keys",
        description = {"API keys of those who send events through the door.", ""},
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.Show.class,
            KeysCommand.Revoke.class,
            KeysCommand.Require.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {

    @ParentCommand
    private WeirCommand weir;

    @Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private String kafka() throws IOException {
        LocalStack stack = LocalServers.running(weir.home(), ServerName.KAFKA);
        return stack.kafka();
    }

    /** {@code weir keys create}. */
    @Command(
            name = "create",
            description = {
                "Make a key and show it, this once: only its hash is kept.",
                "",
                "Whoever has it sends it as \"Authorization: Bearer KEY\".",
                ""
            })
    static final class Create implements Callable<Integer> {

        private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})(?:/s)?");

        @ParentCommand
        private KeysCommand keys;

        @Parameters(paramLabel = "NAME", description = "For people, such as the application that gets it.")
        private String name;

        @Option(
                names = {"-s", "--stream"},
                required = true,
                paramLabel = "STREAM",
                description = "A stream that it opens; repeat it for several, '*' for all.")
        private List<String> streams;

        @Option(
                names = "--topic",
                paramLabel = "FILTER",
                description =
                        "Over MQTT, only these topics of its streams; + is any level, # any number at the end. Repeat"
                                + " it for several.")
        private List<String> topics = List.of();

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                description =
                        "Over MQTT with TLS, whoever has the private key of this client certificate (PEM) needs no"
                                + " other key.")
        private @Nullable Path certificate;

        @Option(
                names = "--rate",
                paramLabel = "N/s",
                description = "At most N events a second, at each gateway; more is answered with 429.")
        private @Nullable String rate;

        @Override
        public Integer call() throws Exception {
            Integer eventsPerSecond = rate();
            if (name.isBlank()) {
                throw new CommandFailure(ExitCode.USAGE, "The key needs a name.");
            }
            LocalStack stack = LocalServers.running(keys.weir.home(), ServerName.KAFKA);
            KnownStreams known = KnownStreams.load(stack);
            streams.stream()
                    .filter(stream -> !stream.equals(ApiKey.ALL_STREAMS))
                    .forEach(known::find);
            if (certificate != null) {
                ApiKey key = ApiKey.ofCertificate(
                        name, streams, filters(), eventsPerSecond, Instant.now(), certificate(certificate));
                try (KeyLog log = KeyLog.follow(stack.kafka())) {
                    refuseSecond(key, log.keys().values());
                }
                put(stack, key, null);
                return ExitCode.FINE;
            }
            ApiKey.Issued issued = ApiKey.issue(name, streams, filters(), eventsPerSecond, Instant.now());
            put(stack, issued.key(), issued.text());
            keys.weir.console().progress("This is the only time that the key is shown.");
            return ExitCode.FINE;
        }

        private void put(LocalStack stack, ApiKey key, @Nullable String text) throws KafkaUnavailableException {
            try (CompactedTopicWriter log = KeyLog.writer(stack.kafka())) {
                KeyLog.put(log, key);
            }
            Table table = new Table("id", "name", "streams", "key");
            table.add(key.id(), name, String.join(",", streams), text);
            keys.weir.print(table);
        }

        /** Which of two keys a client means that shows the certificate of both, nobody could say. */
        static void refuseSecond(ApiKey key, Collection<ApiKey> inForce) {
            inForce.stream()
                    .filter(other -> other.hash().equals(key.hash()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new CommandFailure(
                                ExitCode.CONFLICT,
                                "--certificate: key " + other.id() + " ('" + other.name()
                                        + "') is made of this certificate already, and a certificate has one key."
                                        + " Make '" + key.name()
                                        + "' a certificate of its own, or end that key with weir keys revoke "
                                        + other.id() + ".");
                    });
        }

        private X509Certificate certificate(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            } catch (NoSuchFileException e) {
                throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + file + ".");
            } catch (CertificateException e) {
                throw new CommandFailure(ExitCode.USAGE, "--certificate: " + file + " has no X.509 certificate.");
            }
        }

        private List<TopicFilter> filters() {
            try {
                return topics.stream().map(TopicFilter::new).toList();
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, "--topic: " + e.getMessage() + ".");
            }
        }

        private @Nullable Integer rate() {
            if (rate == null) {
                return null;
            }
            Matcher matcher = RATE.matcher(rate);
            if (!matcher.matches()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--rate is a whole number above 0, such as 100/s, not '" + rate + "'.");
            }
            return Integer.valueOf(matcher.group(1));
        }
    }

    /** {@code weir keys list}. */
    @Command(name = "list", description = "The keys in force, and whether one is needed.")
    static final class Show implements Callable<Integer> {

        @ParentCommand
        private KeysCommand keys;

        @Override
        public Integer call() throws Exception {
            try (KeyLog log = KeyLog.follow(keys.kafka())) {
                Table table = new Table("id", "name", "streams", "topics", "events per second", "created");
                log.keys().values().stream()
                        .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id))
                        .forEach(key -> table.add(
                                key.id(),
                                key.name(),
                                String.join(",", key.streams()),
                                key.topics().stream().map(TopicFilter::text).collect(Collectors.joining(",")),
                                key.eventsPerSecond(),
                                key.created().toString()));
                keys.weir.print(table);
                keys.weir
                        .console()
                        .progress(
                                log.required()
                                        ? "A request without a key is refused."
                                        : "On loopback, a request without a key is taken; weir keys require on changes"
                                                + " that.");
            }
            return ExitCode.FINE;
        }
    }

    /** {@code weir keys revoke}. */
    @Command(name = "revoke", description = "End a key, at once and for good.")
    static final class Revoke implements Callable<Integer> {

        @ParentCommand
        private KeysCommand keys;

        @Parameters(paramLabel = "ID", description = "Its id, as weir keys list shows it.")
        private String id;

        @Override
        public Integer call() throws Exception {
            String kafka = keys.kafka();
            try (KeyLog log = KeyLog.follow(kafka)) {
                if (!log.keys().containsKey(id)) {
                    throw new CommandFailure(
                            ExitCode.NOT_FOUND, "There is no key '" + id + "'; weir keys list shows their ids.");
                }
            }
            try (CompactedTopicWriter log = KeyLog.writer(kafka)) {
                KeyLog.revoke(log, id);
            }
            keys.weir.console().progress("Revoked " + id + ".");
            return ExitCode.FINE;
        }
    }

    /** {@code weir keys require}. */
    @Command(name = "require", description = "Whether gateways on loopback ask everybody for a key; others always do.")
    static final class Require implements Callable<Integer> {

        /** A switch. */
        enum Switch {
            ON,
            OFF
        }

        @ParentCommand
        private KeysCommand keys;

        @Parameters(paramLabel = "on|off")
        private Switch required;

        @Override
        public Integer call() throws IOException, KafkaUnavailableException {
            try (CompactedTopicWriter log = KeyLog.writer(keys.kafka())) {
                KeyLog.require(log, required == Switch.ON);
            }
            keys.weir
                    .console()
                    .progress(
                            required == Switch.ON
                                    ? "A request without a key is refused from now on; weir publish takes its key from"
                                            + " WEIR_API_KEY."
                                    : "On loopback, a request without a key is taken.");
            return ExitCode.FINE;
        }
    }
}
