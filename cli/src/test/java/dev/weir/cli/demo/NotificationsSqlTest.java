package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The activity feed's SQL on an in-process Flink, against a plain loop over the same activities. */
class NotificationsSqlTest {

    private static final int ACTIVITIES = 2_500;

    private record Activity(
            String id,
            long actor,
            @Nullable String name,
            String verb,
            String object,
            @Nullable String replyTo,
            boolean undo,
            Instant time) {

        String target() {
            return replyTo == null ? object : replyTo;
        }

        Row row() {
            return Row.of(id, actor, name, verb, object, replyTo, undo, time);
        }
    }

    /** How far activities are moved from their place; 0 leaves them in order. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30_000, 100_000_000})
    void notificationsAreThoseOfTheLoopInAnyOrder(int disorderMillis) throws Exception {
        List<Activity> activities = activities();
        Random random = new Random(disorderMillis);
        Map<Activity, Long> arrival = new HashMap<>();
        activities.forEach(
                activity -> arrival.put(activity, activity.time().toEpochMilli() + random.nextInt(disorderMillis + 1)));
        activities.sort(Comparator.comparing(arrival::get));

        Map<String, Integer> notifications = run(activities);

        Set<String> expected = expected(activities);
        assertThat(expected).hasSizeGreaterThan(500);
        assertThat(notifications.values()).allMatch(count -> count == 1);
        assertThat(without(notifications.keySet(), expected)).as("too many").isEmpty();
        assertThat(without(expected, notifications.keySet())).as("missing").isEmpty();
    }

    private static Set<String> without(Set<String> these, Set<String> those) {
        Set<String> rest = new TreeSet<>(these);
        rest.removeAll(those);
        return rest;
    }

    private static Set<String> expected(List<Activity> activities) {
        Map<String, Activity> lastWord = new HashMap<>();
        for (Activity activity : activities) {
            lastWord.merge(
                    activity.actor() + activity.verb() + activity.object(),
                    activity,
                    (a, b) -> a.time().isAfter(b.time()) || (a.time().equals(b.time()) && a.undo()) ? a : b);
        }
        lastWord.values().removeIf(Activity::undo);
        Map<String, Activity> owners = new HashMap<>();
        for (Activity activity : lastWord.values()) {
            if (activity.verb().equals("POST") || activity.verb().equals("COMMENT")) {
                owners.put(activity.object(), activity);
            }
        }
        Set<String> expected = new TreeSet<>();
        for (Activity activity : lastWord.values()) {
            Activity owner = owners.get(activity.target());
            if (activity.verb().equals("FOLLOW")) {
                long followed = Long.parseLong(activity.object().substring("person:".length()));
                if (followed != activity.actor()) {
                    expected.add(notification(followed, null, activity));
                }
            } else if (!activity.verb().equals("POST") && owner != null && owner.actor() != activity.actor()) {
                expected.add(notification(owner.actor(), owner.name(), activity));
            }
        }
        return expected;
    }

    private static String notification(long recipient, @Nullable String name, Activity activity) {
        String id = recipient + "/" + activity.verb() + "/" + activity.actor() + "/" + activity.object();
        return Row.of(
                        id,
                        recipient,
                        name,
                        activity.actor(),
                        activity.name(),
                        activity.verb(),
                        activity.object(),
                        activity.target(),
                        activity.time())
                .toString();
    }

    /** The rows that stand at the end, each with how often it does. */
    @SuppressWarnings("try") // The iterator's close() may be interrupted; then the test ends too.
    private static Map<String, Integer> run(List<Activity> activities) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.createTemporaryView(
                "activities$all",
                environment.fromData(
                        activities.stream().map(Activity::row).toList(),
                        Types.ROW_NAMED(
                                new String[] {
                                    "activity_id",
                                    "actor_id",
                                    "actor_name",
                                    "verb",
                                    "object",
                                    "reply_to",
                                    "undo",
                                    "event_time"
                                },
                                Types.STRING,
                                Types.LONG,
                                Types.STRING,
                                Types.STRING,
                                Types.STRING,
                                Types.STRING,
                                Types.BOOLEAN,
                                Types.INSTANT)),
                Schema.newBuilder()
                        .column("activity_id", "STRING NOT NULL")
                        .column("actor_id", "BIGINT NOT NULL")
                        .column("actor_name", "STRING")
                        .column("verb", "STRING NOT NULL")
                        .column("object", "STRING NOT NULL")
                        .column("reply_to", "STRING")
                        .column("undo", "BOOLEAN NOT NULL")
                        .column("event_time", "TIMESTAMP_LTZ(3) NOT NULL")
                        .watermark("event_time", "event_time - INTERVAL '30' SECOND")
                        .build());
        Map<String, Integer> standing = new TreeMap<>();
        for (String statement : statements()) {
            if (statement.startsWith("CREATE VIEW")) {
                tables.executeSql(statement);
            } else if (statement.startsWith("INSERT INTO notifications")) {
                String query = statement.substring(statement.indexOf("SELECT"));
                try (CloseableIterator<Row> changes = tables.executeSql(query).collect()) {
                    changes.forEachRemaining(change -> apply(change, standing));
                }
            }
        }
        return standing;
    }

    private static void apply(Row change, Map<String, Integer> standing) {
        boolean added = change.getKind() == RowKind.INSERT || change.getKind() == RowKind.UPDATE_AFTER;
        change.setKind(RowKind.INSERT);
        standing.merge(change.toString(), added ? 1 : -1, Integer::sum);
        standing.remove(change.toString(), 0);
    }

    private static List<String> statements() throws Exception {
        String script = Files.readString(GeneratedActivities.PROJECT.resolve("pipeline.sql"));
        return List.of(script.replaceAll("(?m)^--.*$", "").split(";")).stream()
                .map(String::strip)
                .toList();
    }

    private static List<Activity> activities() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<Activity> activities = new ArrayList<>();
        for (String line : GeneratedActivities.generate(7, ACTIVITIES)) {
            if (!line.startsWith("CORRUPT")) {
                JsonNode event = json.readTree(line.substring(line.indexOf(' ')));
                activities.add(new Activity(
                        event.get("activity_id").asText(),
                        event.get("actor_id").asLong(),
                        event.path("actor_name").asText(null),
                        event.get("verb").asText(),
                        event.get("object").asText(),
                        event.path("reply_to").asText(null),
                        event.path("undo").asBoolean(),
                        Instant.parse(event.get("event_time").asText())));
            }
        }
        return activities;
    }
}
