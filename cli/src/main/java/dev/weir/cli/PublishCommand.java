package dev.weir.cli;

import dev.weir.cli.publish.CsvRows;
import dev.weir.cli.publish.DoorException;
import dev.weir.cli.publish.FileFormatException;
import dev.weir.cli.publish.FileProgress;
import dev.weir.cli.publish.HttpDoor;
import dev.weir.cli.publish.NdjsonRows;
import dev.weir.cli.publish.Pace;
import dev.weir.cli.publish.Publisher;
import dev.weir.cli.publish.Rows;
import dev.weir.cli.publish.TableRows;
import dev.weir.contract.Mode;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.TableFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir publish}: sends the rows of a file through the door. */
@Command(
        name = "publish",
        description = {
            "Send the rows of a CSV, NDJSON or Parquet file through the door, in their order.",
            "",
            "Each row is held against the stream's contract. Those that are refused go into FILE.refused.ndjson, with"
                    + " line and reason, and the exit code is 1. What the door couldn't store is sent again; what may be"
                    + " stored, only if the contract declares an identity or the stream is of mode upsert, and is named"
                    + " in that file otherwise. Where the door asks for an API key, it is taken from WEIR_API_KEY.",
            ""
        })
final class PublishCommand implements Callable<Integer> {

    private static final String STDIN = "-";
    private static final Pattern RATE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(?:/s)?");
    private static final Pattern SPEED = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)x?");
    private static final long TELL_EVERY_NANOS = 5_000_000_000L;

    @ParentCommand
    private WeirCommand weir;

    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = {
                "A .csv file whose first line names the columns, a .ndjson or a .parquet file; - for standard input.",
                "An empty cell is null where the field may be null; lists, maps and records are JSON in a cell."
            })
    private String file;

    /** What a file may be. */
    enum Format {
        CSV,
        NDJSON,
        PARQUET
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; if it isn't given, the file's name says it, and standard input is"
                    + " NDJSON.")
    private @Nullable Format format;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            description = "A column whose name isn't its field's; without FIELD it is left out.")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--delimiter",
            paramLabel = "CHARACTER",
            defaultValue = ",",
            description = "Between the cells of CSV; tab for tabs (default ${DEFAULT-VALUE}).")
    private String delimiter = ",";

    @Option(names = "--rate", paramLabel = "N/s", description = "At most N events a second.")
    private @Nullable String rate;

    @Option(
            names = "--speed",
            paramLabel = "60x",
            description = "By event time, this many times as fast as it happened.")
    private @Nullable String speed;

    @Override
    public Integer call() throws Exception {
        Format format = format();
        StreamContract contract =
                KnownStreams.load(LocalServers.asStarted(weir.home())).find(stream);
        Pace pace = pace(contract);
        Path refusedFile = Path.of((file.equals(STDIN) ? "stdin" : file) + ".refused.ndjson");
        try (TableFile table = format == Format.PARQUET ? parquet() : null;
                FileProgress read = table == null ? open() : rowsOf(table)) {
            Progress told = new Progress(read);
            Rows rows = table == null
                    ? rows(format, read, contract)
                    : new TableRows(table, read, map, contract.schema().fields());
            Publisher.Progress result = new Publisher(
                            new HttpDoor(door(contract), System.getenv("WEIR_API_KEY")),
                            repeat(contract),
                            pace,
                            told::at)
                    .publish(rows, refusedFile);
            weir.console().status("");
            return print(result, refusedFile);
        } catch (FileFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": " + e.getMessage(), e);
        } catch (DoorException e) {
            weir.console().status("");
            throw new CommandFailure(
                    switch (e.status()) {
                        case 401, 403 -> ExitCode.NOT_ALLOWED;
                        case 404 -> ExitCode.NOT_FOUND;
                        case 409 -> ExitCode.CONFLICT;
                        case 503 -> ExitCode.UNREACHABLE;
                        default -> ExitCode.FAILED;
                    },
                    e.getMessage(),
                    e);
        }
    }

    private int print(Publisher.Progress result, Path refusedFile) {
        boolean fine = result.refused() + result.unknown() == 0;
        Table table = new Table("stored", "refused", "unknown", "reasons");
        table.add(result.stored(), result.refused(), result.unknown(), fine ? null : refusedFile.toString());
        weir.print(table);
        if (result.unknown() > 0) {
            weir.console()
                    .progress(result.unknown() + " rows may be stored or not. The contract declares no identity, so"
                            + " sending them again may store them twice; " + refusedFile + " names them.");
        }
        return fine ? ExitCode.FINE : ExitCode.FAILED;
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return Format.CSV;
        }
        if (file.equals(STDIN) || name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return Format.NDJSON;
        }
        if (name.endsWith(".parquet")) {
            return Format.PARQUET;
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "What " + file + " is can't be told from its name: say --format csv, ndjson or parquet.");
    }

    /** Its reader is fetched with the first such file. */
    private TableFile parquet() throws IOException {
        if (file.equals(STDIN)) {
            throw new CommandFailure(ExitCode.USAGE, "Parquet is read from a file, since it begins at its end.");
        }
        if (!Files.exists(Path.of(file))) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + file + ".");
        }
        LakeLoader loader = new LakeLoader(weir.home(), weir.console());
        try {
            return loader.parquet(Path.of(file).toAbsolutePath());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " can't be read as Parquet: " + e.getMessage(), e);
        }
    }

    private static FileProgress rowsOf(TableFile table) {
        return new FileProgress(InputStream.nullInputStream(), table.size());
    }

    private Rows rows(Format format, InputStream bytes, StreamContract contract)
            throws IOException, FileFormatException {
        return switch (format) {
            case CSV -> new CsvRows(bytes, delimiter(), map, contract.schema().fields());
            case NDJSON -> new NdjsonRows(bytes, map);
            case PARQUET -> throw new IllegalStateException("Parquet is no stream of bytes");
        };
    }

    private char delimiter() {
        if (delimiter.equals("tab") || delimiter.equals("\\t")) {
            return '\t';
        }
        if (delimiter.length() != 1) {
            throw new CommandFailure(ExitCode.USAGE, "--delimiter is one character, or tab, not '" + delimiter + "'.");
        }
        return delimiter.charAt(0);
    }

    private Pace pace(StreamContract contract) {
        if (speed != null && contract.time() == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--speed goes by event time, and the stream '" + stream + "' has none.");
        }
        return new Pace(
                number("--rate", RATE, rate),
                number("--speed", SPEED, speed),
                contract.time() == null ? null : contract.time().field());
    }

    private static @Nullable Double number(String option, Pattern form, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = form.matcher(text);
        double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (number <= 0) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + " is a number above 0, such as 100/s or 60x, not '" + text + "'.");
        }
        return number;
    }

    private FileProgress open() throws IOException {
        if (file.equals(STDIN)) {
            return new FileProgress(System.in, 0);
        }
        try {
            return new FileProgress(Files.newInputStream(Path.of(file)), Files.size(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "There is no file " + file + ".", e);
        }
    }

    private static Publisher.Repeat repeat(StreamContract contract) {
        if (contract.mode() == Mode.UPSERT) {
            return Publisher.Repeat.OVERWRITES;
        }
        return contract.identity() == null ? Publisher.Repeat.STAYS : Publisher.Repeat.IS_DROPPED;
    }

    private URI door(StreamContract contract) {
        return URI.create(LocalServers.gateway(weir.home()) + "/streams/" + contract.name());
    }

    /** Tells on a terminal after each request, elsewhere every five seconds. */
    private final class Progress {

        private final FileProgress bytes;
        private long told = System.nanoTime();

        Progress(FileProgress bytes) {
            this.bytes = bytes;
        }

        void at(Publisher.Progress progress) {
            if (weir.console().terminal()) {
                weir.console().status(bytes.line(progress));
            } else if (System.nanoTime() - told >= TELL_EVERY_NANOS) {
                told = System.nanoTime();
                weir.console().progress(bytes.line(progress));
            }
        }
    }
}
