package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Imports the LDBC Social Network Benchmark's update stream as events of the stream {@code activities}, and reads the
 * notifications that must come of it.
 */
final class SocialNetwork {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    SocialNetwork(Path folder) {
        this.folder = folder;
    }

    boolean isPresent() {
        return Files.exists(folder.resolve("update-stream.csv.gz"));
    }

    /** The posts and comments that exist before the stream begins, then the stream, in its order. */
    List<ObjectNode> activities() throws IOException {
        List<ObjectNode> updates = new ArrayList<>();
        for (String line : lines("update-stream.csv.gz")) {
            String[] column = line.split("\\|", -1);
            ObjectNode activity = activity(Long.parseLong(column[0]), column);
            if (activity != null) {
                updates.add(activity);
            }
        }
        long beginning = updates.get(0).get("event_time").asLong() - 1;
        List<ObjectNode> all = new ArrayList<>();
        List<String> owners = lines("initial-owners.csv.gz");
        for (String line : owners.subList(1, owners.size())) {
            String[] column = line.split(",", -1);
            String object = column[0] + ":" + column[1];
            String verb = column[0].equals("post") ? "POST" : "COMMENT";
            all.add(event(beginning, column[2], verb, object));
        }
        all.addAll(updates);
        return all;
    }

    private static ObjectNode activity(long time, String[] column) {
        return switch (column[2]) {
            case "2" -> event(time, column[3], "LIKE", "post:" + column[4]);
            case "3" -> event(time, column[3], "LIKE", "comment:" + column[4]);
            case "6" -> event(time, column[11], "POST", "post:" + column[3]);
            case "7" ->
                event(time, column[9], "COMMENT", "comment:" + column[3])
                        .put("reply_to", column[11].equals("-1") ? "comment:" + column[12] : "post:" + column[11]);
            case "8" -> event(time, column[3], "FOLLOW", "person:" + column[4]);
            default -> null;
        };
    }

    private static ObjectNode event(long time, String actor, String verb, String object) {
        return JSON.createObjectNode()
                .put("activity_id", verb + "/" + object)
                .put("actor_id", Long.parseLong(actor))
                .put("verb", verb)
                .put("object", object)
                .put("event_time", time);
    }

    /** The same events, each moved by less than 30 s of event time, and {@code share} of them sent twice. */
    static List<ObjectNode> shuffledAndRepeated(List<ObjectNode> events, double share, long seed) {
        record Sent(double at, ObjectNode event) {}
        Random random = new Random(seed);
        List<Sent> sent = new ArrayList<>();
        for (ObjectNode event : events) {
            long time = event.get("event_time").asLong();
            sent.add(new Sent(time + random.nextDouble() * 30_000, event));
            if (random.nextDouble() < share) {
                sent.add(new Sent(time + random.nextDouble() * 30_000, event));
            }
        }
        sent.sort(Comparator.comparingDouble(Sent::at));
        return sent.stream().map(Sent::event).toList();
    }

    /** {@code time,recipient,actor,kind,target} of every expected notification. */
    Set<String> expectedNotifications() throws IOException {
        Set<String> expected = new HashSet<>();
        List<String> lines = lines("expected-notifications.csv.gz");
        for (String line : lines.subList(1, lines.size())) {
            String[] column = line.split(",", -1);
            expected.add(String.join(",", column[0], column[1], column[2], column[3], column[5]));
        }
        return expected;
    }

    /** A row of the stream {@code notifications} in the form of {@link #expectedNotifications}. */
    static String line(JsonNode notification) {
        boolean friendship = notification.get("kind").asText().equals("FOLLOW");
        return String.join(
                ",",
                notification.get("event_time").asText(),
                notification.get("recipient_id").asText(),
                notification.get("actor_id").asText(),
                friendship ? "FRIEND" : notification.get("kind").asText(),
                friendship ? "" : notification.get("target").asText());
    }

    private List<String> lines(String file) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
