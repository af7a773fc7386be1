import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A small lively network: people who post, answer, like, follow and change their minds, at a steady rate.
 *
 * <p>The same seed and start give the same activities. Among them it plants 1 % late ones (older than the contract's
 * disorder), 2 % repeated ones (same ids, within 20 s) and 0.1 % corrupt records, which go past the door straight into
 * the topic. It counts what it planted, so that what arrived can be compared with it.
 *
 * <pre>
 * java -cp 'cli/target/lib/*' SmallNetwork.java [--gateway http://127.0.0.1:7070] [--kafka 127.0.0.1:7092]
 *     [--seed 1] [--rate 50] [--seconds N, default until interrupted] [--start EPOCH-MILLIS, default now]
 *     [--report FILE] [--print N: sends nothing, prints the first N records with their kind]
 * </pre>
 */
public final class SmallNetwork {

    enum Kind {
        ON_TIME,
        LATE,
        REPEATED,
        CORRUPT
    }

    /** One record to send: a line of JSON for the door, or bytes that go straight into the topic. */
    record Planted(Kind kind, long actorId, String json, byte[] bytes) {}

    record Done(int actor, String verb, String object, String replyTo) {}

    static final double LATE = 0.01;
    static final double REPEATED = 0.02;
    static final double CORRUPT = 0.001;

    private static final long DISORDER_MILLIS = 30_000;
    private static final int REMEMBERED = 400;
    /** Ben's, there in every run and never taken back: something that a reader can like by hand. */
    private static final String FIRST_POST = "post:1";

    private static final String[] NAMES = {
        "Ana", "Ben", "Chloe", "Dev", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jonas", "Kira", "Luis", "Maya", "Noah",
        "Olga", "Pedro", "Quinn", "Rosa", "Sami", "Tara", "Umar", "Vera", "Wen", "Ximena", "Yuki", "Zoe"
    };

    private final ObjectMapper json = new ObjectMapper();
    private final Random random;
    private final long start;
    private final double rate;
    private final List<String> created = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private final Map<Integer, Long> newestOfActor = new HashMap<>();
    private final Deque<Planted> toRepeat = new ArrayDeque<>();
    private long number;

    SmallNetwork(long seed, long startMillis, double ratePerSecond) {
        random = new Random(seed);
        start = startMillis;
        rate = ratePerSecond;
    }

    /** The next record, due at what {@link #dueMillis()} said before the call. */
    Planted next() {
        long time = dueMillis();
        number++;
        double chance = random.nextDouble();
        if (chance < CORRUPT) {
            return corrupt();
        }
        if (chance < CORRUPT + REPEATED && !toRepeat.isEmpty()) {
            return toRepeat.removeFirst();
        }
        boolean late = chance > 1 - LATE;
        Planted planted = activity(time, late);
        if (planted.kind() == Kind.ON_TIME && random.nextInt(10) == 0) {
            toRepeat.add(new Planted(Kind.REPEATED, planted.actorId(), planted.json(), null));
        }
        // One in ten waits, and no more than two seconds' worth: a repeat comes soon, as a client's second try does.
        while (toRepeat.size() > Math.max(1, rate * 2 / 10)) {
            toRepeat.removeFirst();
        }
        return planted;
    }

    /** When the next record is due, in milliseconds since 1970; also its event time. */
    long dueMillis() {
        return start + (long) (number * 1000 / rate);
    }

    private Planted activity(long time, boolean late) {
        if (number == 1) {
            return post(1, FIRST_POST, time);
        }
        int actor = random.nextInt(NAMES.length);
        Long newest = newestOfActor.get(actor);
        if (late && newest != null) {
            // The same actor's partition has seen `newest`, so this one is behind by more than the disorder.
            long before = newest - DISORDER_MILLIS - 1_000 - random.nextInt(60_000);
            return line(Kind.LATE, new Done(actor, "LIKE", anyObject(), null), false, before);
        }
        int what = random.nextInt(100);
        if (what < 12) {
            return post(actor, newId("post"), time);
        }
        if (what < 34) {
            Done answer = new Done(actor, "COMMENT", newId("comment"), anyObject());
            create(answer.object());
            return line(Kind.ON_TIME, answer, false, time);
        }
        if (what < 40) {
            return line(
                    Kind.ON_TIME,
                    new Done(actor, "FOLLOW", "person:" + (1 + random.nextInt(NAMES.length)), null),
                    false,
                    time);
        }
        if (what < 44 && !done.isEmpty()) {
            return line(Kind.ON_TIME, done.remove(random.nextInt(done.size())), true, time);
        }
        return line(Kind.ON_TIME, new Done(actor, "LIKE", anyObject(), null), false, time);
    }

    private Planted post(int actor, String object, long time) {
        create(object);
        return line(Kind.ON_TIME, new Done(actor, "POST", object, null), false, time);
    }

    private void create(String object) {
        created.add(object);
        if (created.size() > REMEMBERED) {
            created.remove(0);
        }
    }

    private String anyObject() {
        return created.get(random.nextInt(created.size()));
    }

    /** Ids of different starts differ, so that a second run adds to the first one's network. */
    private String newId(String type) {
        return type + ":" + (start / 1000 % 10_000_000_000L * 1_000_000 + number);
    }

    private Planted line(Kind kind, Done activity, boolean undo, long time) {
        if (!undo && !activity.object().equals(FIRST_POST)) {
            done.add(activity);
            if (done.size() > REMEMBERED) {
                done.remove(0);
            }
        }
        newestOfActor.merge(activity.actor(), time, Math::max);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("activity_id", Long.toString(start, 36) + "-" + number);
        event.put("actor_id", activity.actor() + 1);
        event.put("actor_name", NAMES[activity.actor()]);
        event.put("verb", activity.verb());
        event.put("object", activity.object());
        if (activity.replyTo() != null) {
            event.put("reply_to", activity.replyTo());
        }
        if (undo) {
            event.put("undo", true);
        }
        event.put("event_time", Instant.ofEpochMilli(time).toString());
        try {
            return new Planted(kind, activity.actor() + 1, json.writeValueAsString(event), null);
        } catch (IOException e) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", e);
        }
    }

    /** Never magic byte 0 with a schema id: an id that nobody knows is a question for the registry, not a dead event. */
    private Planted corrupt() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            bytes[0] |= 1;
        }
        return new Planted(Kind.CORRUPT, 1 + random.nextInt(NAMES.length), null, bytes);
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        long start = Long.parseLong(options.getOrDefault("--start", "" + System.currentTimeMillis()));
        double rate = Double.parseDouble(options.getOrDefault("--rate", "50"));
        double seconds = Double.parseDouble(options.getOrDefault("--seconds", "0"));
        SmallNetwork network = new SmallNetwork(Long.parseLong(options.getOrDefault("--seed", "1")), start, rate);
        if (options.containsKey("--print")) {
            print(network, Long.parseLong(options.get("--print")));
            return;
        }
        Counts counts = new Counts(options.get("--report"));
        Thread report = new Thread(counts::report, "report");
        Runtime.getRuntime().addShutdownHook(report);
        try (Door door = new Door(
                options.getOrDefault("--gateway", "http://127.0.0.1:7070"),
                options.getOrDefault("--kafka", "127.0.0.1:7092"),
                counts)) {
            long last = seconds > 0 ? start + (long) (seconds * 1000) : Long.MAX_VALUE;
            while (network.dueMillis() < last) {
                long now = System.currentTimeMillis();
                List<Planted> due = new ArrayList<>();
                while (network.dueMillis() <= now && network.dueMillis() < last && due.size() < 500) {
                    due.add(network.next());
                }
                door.send(due);
                long wait = network.dueMillis() - System.currentTimeMillis();
                if (wait > 0) {
                    Thread.sleep(wait);
                }
            }
        }
    }

    private static void print(SmallNetwork network, long records) {
        for (long i = 0; i < records; i++) {
            Planted planted = network.next();
            System.out.println(planted.kind() + " "
                    + (planted.json() != null ? planted.json() : HexFormat.of().formatHex(planted.bytes())));
        }
    }

    /** What was planted and stored so far. Written by one thread, reported by the one that ends the program. */
    static final class Counts {
        private final Map<Kind, Long> stored = new LinkedHashMap<>();
        private final String file;
        private long refused;
        private long resent;

        Counts(String file) {
            this.file = file;
            for (Kind kind : Kind.values()) {
                stored.put(kind, 0L);
            }
        }

        synchronized void stored(Kind kind) {
            stored.merge(kind, 1L, Long::sum);
        }

        synchronized void refused() {
            refused++;
        }

        synchronized void resent(int events) {
            resent += events;
        }

        synchronized String text() {
            long sum = stored.values().stream().mapToLong(Long::longValue).sum();
            return String.format(
                    "{\"sent\": %d, \"on_time\": %d, \"late\": %d, \"repeated\": %d, \"corrupt\": %d, \"refused\": %d, \"resent\": %d}",
                    sum,
                    stored.get(Kind.ON_TIME),
                    stored.get(Kind.LATE),
                    stored.get(Kind.REPEATED),
                    stored.get(Kind.CORRUPT),
                    refused,
                    resent);
        }

        void report() {
            System.out.println(text());
            if (file != null) {
                try {
                    Files.writeString(Path.of(file), text() + "\n");
                } catch (IOException e) {
                    System.err.println("Cannot write the report to " + file + ": " + e.getMessage());
                }
            }
        }
    }

    /** Sends events to the gateway in the order given, and corrupt records to Kafka. Not thread-safe. */
    static final class Door implements AutoCloseable {
        private static final String TOPIC = "activities";
        private final HttpClient http = HttpClient.newHttpClient();
        private final ObjectMapper json = new ObjectMapper();
        private final URI uri;
        private final Counts counts;
        private final KafkaProducer<byte[], byte[]> producer;

        Door(String gateway, String kafka, Counts counts) {
            uri = URI.create(gateway + "/streams/" + TOPIC);
            this.counts = counts;
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer());
        }

        void send(List<Planted> due) throws IOException, InterruptedException {
            List<Planted> lines = new ArrayList<>();
            for (Planted planted : due) {
                if (planted.kind() == Kind.CORRUPT) {
                    byte[] key = Long.toString(planted.actorId()).getBytes(StandardCharsets.UTF_8);
                    producer.send(new ProducerRecord<>(TOPIC, key, planted.bytes()), (stored, failure) -> {
                        if (failure == null) {
                            counts.stored(Kind.CORRUPT);
                        }
                    });
                } else {
                    lines.add(planted);
                }
            }
            if (!lines.isEmpty()) {
                post(lines);
            }
        }

        /** A 503 or a broken connection leaves open what was stored; ids make it safe to send again. */
        private void post(List<Planted> lines) throws IOException, InterruptedException {
            List<Planted> open = lines;
            while (!open.isEmpty()) {
                try {
                    open = answered(open, http.send(request(open), HttpResponse.BodyHandlers.ofString()));
                } catch (ConnectException | HttpTimeoutException e) {
                    System.err.println("The gateway doesn't answer, trying again: " + e);
                }
                if (!open.isEmpty()) {
                    counts.resent(open.size());
                    Thread.sleep(1_000);
                }
            }
        }

        private HttpRequest request(List<Planted> lines) {
            StringBuilder body = new StringBuilder();
            lines.forEach(line -> body.append(line.json()).append('\n'));
            return HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/x-ndjson")
                    .timeout(Duration.ofSeconds(40))
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
        }

        /** Counts what was stored and refused, and returns what has to be sent again. */
        private List<Planted> answered(List<Planted> lines, HttpResponse<String> answer) throws IOException {
            JsonNode events = answer.body().isEmpty()
                    ? json.createArrayNode()
                    : json.readTree(answer.body()).path("events");
            List<Planted> again = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                int status = events.path(i).path("status").asInt(answer.statusCode());
                if (status == 200) {
                    counts.stored(lines.get(i).kind());
                } else if (status == 503 || status == 429) {
                    again.add(lines.get(i));
                } else {
                    counts.refused();
                    System.err.println("Refused: " + lines.get(i).json() + ": " + events.path(i));
                }
            }
            return again;
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
