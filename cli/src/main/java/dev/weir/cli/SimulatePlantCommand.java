package dev.weir.cli;

import dev.weir.contract.DurationText;
import dev.weir.simulate.ExpectedWindow;
import dev.weir.simulate.LogChange;
import dev.weir.simulate.MaintenanceLog;
import dev.weir.simulate.Oracle;
import dev.weir.simulate.PartFailure;
import dev.weir.simulate.Plant;
import dev.weir.simulate.PlantConfig;
import dev.weir.simulate.PlantRun;
import dev.weir.simulate.Sender;
import dev.weir.simulate.SendingException;
import dev.weir.simulate.Sent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code weir simulate plant}. */
@Command(
        name = "plant",
        description = {
            "Send the readings of a plant's sensors, as plants do: late after outages, some twice, some never.",
            "",
            "The same options give the same readings, to the last digit. The readings fit the stream telemetry of"
                    + " pipelines/predictive-maintenance, which must run. Exits with 1 if a reading wasn't acknowledged."
                    + " Where the door asks for an API key, it is taken from WEIR_API_KEY.",
            ""
        })
final class SimulatePlantCommand implements Callable<Integer> {

    private static final Pattern SPEED = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)x?");
    private static final int SENSORS_A_MACHINE = 20;
    private static final int SENSORS_A_GATEWAY = 100;

    @ParentCommand
    private SimulateCommand simulate;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many sensors (default ${DEFAULT-VALUE}).")
    private int sensors = 1000;

    @Option(names = "--machines", paramLabel = "N", description = "On how many machines (default: one for 20 sensors).")
    private @Nullable Integer machines;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            description = "Behind how many gateways, which are cut off at times (default: one for 100 sensors).")
    private @Nullable Integer gateways;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another seed is another plant (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--period",
            paramLabel = "TIME",
            defaultValue = "10s",
            description =
                    "Between two readings of a sensor; one in four takes twice as long (default ${DEFAULT-VALUE}).")
    private String period = "10s";

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "For how long it measures, by the plant's time (default ${DEFAULT-VALUE}).")
    private String duration = "10m";

    @Option(
            names = "--life",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "How long a part lasts until it must be serviced (default ${DEFAULT-VALUE}).")
    private String life = "7d";

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description =
                    "The plant's time at first, such as 2026-01-31T12:00:00Z (default: so that it ends when it has"
                            + " sent, now at speed 1).")
    private @Nullable String start;

    @Option(
            names = "--speed",
            paramLabel = "60x",
            defaultValue = "1x",
            description =
                    "How many times as fast as in the plant; max is as fast as it goes (default ${DEFAULT-VALUE}).")
    private String speed = "1x";

    @Option(
            names = "--over",
            paramLabel = "DOOR",
            defaultValue = "http",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private PlantDoor.Over over = PlantDoor.Over.HTTP;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "How many connections send over HTTP (default 4); over MQTT each gateway has one.")
    private @Nullable Integer connections;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Over MQTT: up to so many readings of a sensor are a message, which is sent with the last of them"
                            + " (default ${DEFAULT-VALUE}).")
    private int burst = 1;

    @Option(
            names = "--to",
            paramLabel = "URL",
            description =
                    "Where the stream's events are posted, or mqtt://HOST:PORT (default: telemetry, at the gateway"
                            + " here).")
    private @Nullable URI to;

    @Option(
            names = "--maintenance",
            description = "Write what technicians enter into the table maintenance of the database here, too.")
    private boolean maintenance;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "Write there, when all is sent, which windows of 10 minutes must come of it: NDJSON with the"
                    + " columns of machine_features.")
    private @Nullable Path expect;

    @Option(
            names = "--failures",
            paramLabel = "FILE",
            description = "Write there which parts gave out, and when: NDJSON, to train with.")
    private @Nullable Path failures;

    @Override
    public Integer call() throws Exception {
        double times = speed();
        Plant plant = new Plant(config(times));
        if (failures != null) {
            Files.write(
                    failures, plant.failures().stream().map(PartFailure::json).toList());
        }
        List<LogChange> log = maintenance ? new MaintenanceLog(plant).changes() : List.of();
        PlantDoor door = PlantDoor.of(
                weir().home(), over, to, connections, plant.config().gateways(), burst);
        long begun = System.nanoTime();
        try (Technicians technicians = Technicians.of(weir().home(), log);
                Sender sender = door.open(plant)) {
            SimulateProgress progress = new SimulateProgress(weir().console(), plant.config(), sender);
            technicians.until(plant.config().startMillis());
            Oracle.Counts counts = new PlantRun(plant, sender, times, time -> {
                        technicians.until(time);
                        progress.at(time);
                    })
                    .run();
            technicians.until(plant.config().endMillis());
            weir().console().status("");
            write(new Oracle(plant, log));
            return print(counts, sender.sent(), technicians.written(), System.nanoTime() - begun);
        } catch (SendingException e) {
            weir().console().status("");
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private int print(Oracle.Counts counts, Sent sent, int entries, long nanos) {
        Table table = new Table(
                "sent",
                "unique",
                "repeated",
                "never sent",
                "acknowledged",
                "refused",
                "sent again",
                "log changes",
                "time seconds");
        table.add(
                counts.sent(),
                counts.unique(),
                counts.repeated(),
                counts.neverSent(),
                sent.acknowledged(),
                sent.refused(),
                sent.again(),
                entries,
                nanos / 1e9);
        weir().print(table);
        return sent.acknowledged() == counts.sent() ? ExitCode.FINE : ExitCode.FAILED;
    }

    private void write(Oracle oracle) throws IOException {
        if (expect == null) {
            return;
        }
        try (BufferedWriter file = Files.newBufferedWriter(expect)) {
            oracle.windows(window -> append(file, window));
        } catch (UncheckedIOException e) {
            throw new IOException(expect + " can't be written: " + e.getMessage(), e);
        }
    }

    private static void append(BufferedWriter file, ExpectedWindow window) {
        try {
            file.append(window.json()).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    private PlantConfig config(double times) {
        Duration measured = time("--duration", duration);
        try {
            return new PlantConfig(
                    sensors,
                    machines == null ? Math.max(1, sensors / SENSORS_A_MACHINE) : machines,
                    gateways == null ? Math.max(1, sensors / SENSORS_A_GATEWAY) : gateways,
                    seed,
                    start(measured, times),
                    time("--period", period),
                    measured,
                    time("--life", life));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "There is no such plant: " + e.getMessage() + ".", e);
        }
    }

    private long start(Duration measured, double times) {
        if (start == null) {
            Instant end = Instant.now().plusMillis(times == 0 ? 0 : (long) (measured.toMillis() / times));
            return end.minus(measured).toEpochMilli();
        }
        try {
            return Instant.parse(start).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--start is a time such as 2026-01-31T12:00:00Z, not '" + start + "'.", e);
        }
    }

    private double speed() {
        if (speed.equals("max")) {
            return PlantRun.AT_ONCE;
        }
        Matcher matcher = SPEED.matcher(speed);
        double times = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (times <= 0) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--speed is a number above 0 such as 60x, or max, not '" + speed + "'.");
        }
        return times;
    }

    private static Duration time(String option, String text) {
        return DurationText.parse(text)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE, option + " is a time such as 500ms, 10s or 2h, not '" + text + "'."));
    }

    private WeirCommand weir() {
        return simulate.weir();
    }
}
