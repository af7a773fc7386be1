import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Card payments at a steady rate, among them stolen cards: two to four payments of 150.00 or more at terminals of their
 * own. It also plants what must not set off an alert, two such payments at one terminal, and 2 % repeats.
 *
 * <p>The same seed and start give the same payments. It judges each by a plain loop, so that the alerts can be compared
 * with what it expects.
 *
 * <pre>
 * java CardPayments.java [--gateway http://127.0.0.1:7070] [--seed 1] [--rate 20, at most 1000] [--seconds N, default until interrupted]
 *     [--start EPOCH-MILLIS, default now] [--report FILE] [--print N: sends nothing, prints the first N payments]
 * </pre>
 */
public final class CardPayments {

    record Large(int customer, long terminal, long time) {}

    private static final String LARGE = "150.00";
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int CUSTOMERS = 5_000;
    private static final int TERMINALS = 10_000;

    private final Random random;
    private final long start;
    private final double rate;
    private final Deque<int[]> planned = new ArrayDeque<>();
    private final Deque<Large> large = new ArrayDeque<>();
    private String newest = "";
    private long number;
    private long payments;
    private long repeats;
    private long alerts;

    CardPayments(long seed, long startMillis, double ratePerSecond) {
        random = new Random(seed);
        start = startMillis;
        rate = ratePerSecond;
    }

    /** When the next payment is due, in milliseconds since 1970; also its event time. */
    long dueMillis() {
        return start + (long) (number * 1000 / rate);
    }

    /** The next payment as JSON. */
    synchronized String next() {
        long time = dueMillis();
        number++;
        if (number > 1 && random.nextInt(50) == 0) {
            repeats++;
            return newest;
        }
        if (planned.isEmpty() && random.nextInt(100) == 0) {
            plan();
        }
        if (!planned.isEmpty() && random.nextInt(3) == 0) {
            int[] next = planned.removeFirst();
            return payment(next[0], next[1], 15_000 + random.nextInt(40_000), time);
        }
        return payment(customer(), random.nextInt(TERMINALS), 100 + random.nextInt(14_000), time);
    }

    /** A stolen card, or one in three times a customer who pays twice at the same terminal. */
    private void plan() {
        int customer = customer();
        int terminal = random.nextInt(TERMINALS - 4);
        boolean stolen = random.nextInt(3) > 0;
        int times = stolen ? 2 + random.nextInt(3) : 2;
        for (int i = 0; i < times; i++) {
            planned.add(new int[] {customer, stolen ? terminal + i : terminal});
        }
    }

    private int customer() {
        return 1_001 + random.nextInt(CUSTOMERS);
    }

    private String payment(int customer, long terminal, int cents, long time) {
        payments++;
        if (cents >= 15_000) {
            large.add(new Large(customer, terminal, time));
            while (large.getFirst().time() < time - HOUR) {
                large.removeFirst();
            }
            if (large.stream().anyMatch(each -> each.customer() == customer && each.terminal() != terminal)) {
                alerts++;
            }
        }
        newest = String.format(
                Locale.ROOT,
                "{\"transaction_id\": \"%s-%d\", \"customer_id\": %d, \"terminal_id\": %d, \"amount\": \"%d.%02d\", \"event_time\": %d}",
                Long.toString(start, 36),
                number,
                customer,
                terminal,
                cents / 100,
                cents % 100,
                time);
        return newest;
    }

    synchronized String report() {
        return String.format("{\"payments\": %d, \"repeated\": %d, \"alerts\": %d}", payments, repeats, alerts);
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        long start = Long.parseLong(options.getOrDefault("--start", "" + System.currentTimeMillis()));
        double rate = Double.parseDouble(options.getOrDefault("--rate", "20"));
        double seconds = Double.parseDouble(options.getOrDefault("--seconds", "0"));
        CardPayments cards = new CardPayments(Long.parseLong(options.getOrDefault("--seed", "1")), start, rate);
        if (options.containsKey("--print")) {
            for (long i = Long.parseLong(options.get("--print")); i > 0; i--) {
                System.out.println(cards.next());
            }
            System.out.println(cards.report());
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(cards.report(), options.get("--report")), "report"));
        Door door = new Door(options.getOrDefault("--gateway", "http://127.0.0.1:7070"));
        long last = seconds > 0 ? start + (long) (seconds * 1000) : Long.MAX_VALUE;
        while (cards.dueMillis() < last) {
            List<String> due = new ArrayList<>();
            while (cards.dueMillis() <= System.currentTimeMillis() && cards.dueMillis() < last && due.size() < 500) {
                due.add(cards.next());
            }
            if (!due.isEmpty()) {
                door.send("transactions", due);
            }
            Thread.sleep(Math.max(1, cards.dueMillis() - System.currentTimeMillis()));
        }
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

    /** Sends events to the gateway until it has stored them: ids make it safe to send them again. */
    record Door(String gateway, HttpClient http) {

        Door(String gateway) {
            this(gateway, HttpClient.newHttpClient());
        }

        void send(String stream, List<String> events) throws InterruptedException {
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
