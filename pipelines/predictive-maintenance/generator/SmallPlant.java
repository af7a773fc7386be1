import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A plant of some machines with a sensor each, which measures vibration and temperature. Bearings wear: vibration grows with
 * it and temperature follows; when it is bad a technician renews the bearing, and enters that half a minute late. 2 % of the
 * readings are sent twice, and one in 200 comes ten seconds late.
 *
 * <p>The same seed and start give the same readings.
 *
 * <pre>
 * java SmallPlant.java [--gateway http://127.0.0.1:7070] [--seed 1] [--rate 24 readings a second] [--seconds N, default until interrupted]
 *     [--machines 6] [--start EPOCH-MILLIS, default now] [--report FILE] [--print N: sends nothing, prints the first N readings]
 *     [--database JDBC-URL --database-user NAME --database-password-file FILE: where the log is; without it nobody enters anything]
 * </pre>
 */
public final class SmallPlant {

    private static final double WORN = 4.0;
    private static final long ENTERED_LATE = Duration.ofSeconds(30).toMillis();
    private static final long ARRIVES_LATE = Duration.ofSeconds(10).toMillis();

    /** What is sent when: a reading as JSON, or an entry of the log as a row of SQL. */
    record Due(long at, boolean entry, String text) {}

    private final Random random;
    private final long start;
    private final double rate;
    private final double[] wear;
    private final long[] sequence;
    private final List<Due> later = new ArrayList<>();
    private long number;
    private long repeats;
    private long renewals;

    SmallPlant(long seed, long startMillis, double ratePerSecond, int machines) {
        random = new Random(seed);
        start = startMillis;
        rate = ratePerSecond;
        wear = new double[machines];
        sequence = new long[machines];
        for (int machine = 0; machine < machines; machine++) {
            wear[machine] = random.nextDouble() * WORN;
        }
    }

    /** The log as it is before the first reading. */
    List<String> conditions() {
        List<String> all = new ArrayList<>();
        for (int machine = 0; machine < wear.length; machine++) {
            all.add(condition(machine, start - Duration.ofDays(1 + machine).toMillis(), 100 - 10 * (machine % 3)));
        }
        return all;
    }

    /** When the next reading is taken, in milliseconds since 1970. */
    long dueMillis() {
        return start + (long) (number * 1000 / rate);
    }

    /** What is to be sent up to a time, in its order. */
    synchronized List<Due> until(long millis) {
        List<Due> all = new ArrayList<>();
        while (dueMillis() <= millis && all.size() < 500) {
            read(all);
        }
        later.removeIf(due -> due.at() <= millis && all.add(due));
        return all;
    }

    private void read(List<Due> all) {
        long time = dueMillis();
        int machine = (int) (number++ % wear.length);
        wear[machine] += random.nextDouble() * 0.01;
        if (wear[machine] > WORN) {
            wear[machine] = 0;
            renewals++;
            later.add(new Due(time + ENTERED_LATE, true, condition(machine, time, 100)));
        }
        String reading = String.format(
                Locale.ROOT,
                "{\"sensor_id\": \"press-%d-bearing\", \"machine_id\": \"press-%d\", \"seq\": %d, \"event_time\": %d,"
                        + " \"vibration_mm_s\": %.2f, \"temperature_c\": %.1f}",
                machine + 1,
                machine + 1,
                (start / 1000) * 1_000_000 + sequence[machine]++,
                time,
                0.6 + wear[machine] + random.nextDouble() * 0.3,
                38 + wear[machine] * 5 + random.nextDouble() * 2);
        boolean late = random.nextInt(200) == 0;
        (late ? later : all).add(new Due(late ? time + ARRIVES_LATE : time, false, reading));
        if (!late && random.nextInt(50) == 0) {
            repeats++;
            all.add(new Due(time, false, reading));
        }
    }

    private static String condition(int machine, long since, int cooler) {
        return String.format(
                "('press-%d', '%s', %d, 100, 0, 130, false)", machine + 1, Instant.ofEpochMilli(since), cooler);
    }

    synchronized String report() {
        return String.format(
                "{\"readings\": %d, \"repeated\": %d, \"renewals\": %d}", number, repeats, renewals);
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        long start = Long.parseLong(options.getOrDefault("--start", "" + System.currentTimeMillis()));
        double seconds = Double.parseDouble(options.getOrDefault("--seconds", "0"));
        SmallPlant plant = new SmallPlant(
                Long.parseLong(options.getOrDefault("--seed", "1")),
                start,
                Double.parseDouble(options.getOrDefault("--rate", "24")),
                Integer.parseInt(options.getOrDefault("--machines", "6")));
        if (options.containsKey("--print")) {
            long wanted = Long.parseLong(options.get("--print"));
            for (long printed = 0, at = start; printed < wanted; at += 1_000) {
                for (Due due : plant.until(at)) {
                    if (!due.entry() && printed++ < wanted) {
                        System.out.println(due.text());
                    }
                }
            }
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(plant.report(), options.get("--report")), "report"));
        Door door = new Door(options.getOrDefault("--gateway", "http://127.0.0.1:7070"));
        Log log = new Log(
                options.get("--database"), options.get("--database-user"), options.get("--database-password-file"));
        log.enter(plant.conditions());
        long last = seconds > 0 ? start + (long) (seconds * 1000) : Long.MAX_VALUE;
        while (System.currentTimeMillis() < last) {
            List<Due> due = plant.until(Math.min(System.currentTimeMillis(), last));
            door.send("telemetry", texts(due, false));
            log.enter(texts(due, true));
            Thread.sleep(100);
        }
    }

    private static List<String> texts(List<Due> due, boolean entries) {
        return due.stream().filter(each -> each.entry() == entries).map(Due::text).toList();
    }

    private static void tell(String report, String file) {
        System.out.println(report);
        if (file != null) {
            try {
                Files.writeString(Path.of(file), report + "\n");
            } catch (IOException e) {
                System.err.println("Cannot write the report to " + file + ": " + e.getMessage());
            }
        }
    }

    /** Where technicians enter what they did. An entry that is there already stays as it is. */
    record Log(String url, String user, String passwordFile) {

        void enter(List<String> rows) throws IOException, InterruptedException {
            while (url != null && !rows.isEmpty()) {
                try (Connection connection = DriverManager.getConnection(
                                url, user, Files.readString(Path.of(passwordFile)).strip());
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "INSERT INTO conditions VALUES " + String.join(", ", rows) + " ON CONFLICT DO NOTHING");
                    return;
                } catch (SQLException e) {
                    System.err.println("The database doesn't take the entry, trying again: " + e.getMessage());
                    Thread.sleep(1_000);
                }
            }
        }
    }

    /** Sends events to the gateway until it has stored them: keys and sequences make it safe to send them again. */
    record Door(String gateway, HttpClient http) {

        Door(String gateway) {
            this(gateway, HttpClient.newHttpClient());
        }

        void send(String stream, List<String> events) throws InterruptedException {
            if (events.isEmpty()) {
                return;
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/streams/" + stream))
                    .header("Content-Type", "application/x-ndjson")
                    .timeout(Duration.ofSeconds(40))
                    .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", events)))
                    .build();
            while (true) {
                try {
                    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        return;
                    }
                    if (List.of(400, 401, 403, 404, 409, 413, 415, 422).contains(answer.statusCode())) {
                        throw new IllegalStateException("The gateway refuses the events: " + answer.body());
                    }
                    System.err.println(Instant.now() + " the gateway answered " + answer.statusCode() + ": " + answer.body());
                } catch (IOException e) {
                    System.err.println("The gateway doesn't answer, trying again: " + e);
                }
                Thread.sleep(1_000);
            }
        }
    }
}
