package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others may do to a running pipeline: change schemas, send rubbish, write and read with tools of their own. */
class OutsidersIT {

    private static final int PORT_OFFSET = 21_000;
    private static final int OWNER = 1;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static Weir weir;
    private static Path feed;
    private static Door door;
    private static Topic notifications;
    private static Topic activities;

    @BeforeAll
    static void start() throws IOException {
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        feed = Weir.copyOfPipeline("activity-feed", folder.resolve("activity-feed"));
        weir.expect(0, "run", feed.toString());
        door = new Door(weir, "activities");
        activities = new Topic(weir, "activities");
        notifications = new Topic(weir, "notifications");
    }

    @AfterAll
    static void stop() {
        weir.down();
    }

    @Test
    void incompatibleSchemaIsRefusedByFieldAndACompatibleOneTakenWithoutRestart() throws IOException {
        Path schema = feed.resolve("streams/activities.avsc");
        String original = Files.readString(schema);
        JsonNode job = weir.job("activity-feed");

        Files.writeString(
                schema, original.replace("\"actor_id\", \"type\": \"long\"", "\"actor_id\", \"type\": \"string\""));
        Weir.Answer refused = weir.expect(4, "apply", feed.toString());
        assertThat(refused.err()).contains("activities.yaml:").contains("actor_id");

        Files.writeString(
                schema,
                original.replace(
                        "{\"name\": \"undo\"",
                        "{\"name\": \"device\", \"type\": [\"null\", \"string\"], \"default\": null},\n    {\"name\": \"undo\""));
        weir.expect(0, "apply", feed.toString());
        door.send(List.of(activity(OWNER, "POST", "post:900")));
        ObjectNode newer = activity(2, "LIKE", "post:900").put("device", "phone");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> door.post("application/json", HttpRequest.BodyPublishers.ofString(newer.toString()))
                                .statusCode()
                        == 200);

        awaitNotified("post:900", Set.of(2L));
        assertThat(weir.job("activity-feed").get("jid")).isEqualTo(job.get("jid"));
        assertThat(weir.job("activity-feed").at("/timestamps/RESTARTING").asLong())
                .isZero();
    }

    @Test
    void malformedBodiesAreRefusedAndNothingOfThemIsStored() {
        ObjectNode good = activity(OWNER, "POST", "post:901");
        byte[] body = good.toString().getBytes(StandardCharsets.UTF_8);
        long before = activities.size();
        Random random = new Random(901);

        for (int i = 0; i < 1_000; i++) {
            HttpResponse<String> answer =
                    door.post("application/json", HttpRequest.BodyPublishers.ofByteArray(spoiled(body, good, random)));
            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
            assertThat(Http.json(answer.body()).get("detail").asText()).isNotBlank();
        }

        assertThat(activities.size()).isEqualTo(before);
    }

    @Test
    void corruptRecordsAreDeadOnceHoweverManyPipelinesRead() throws IOException {
        Path second = Files.createDirectories(folder.resolve("second/streams"));
        for (String file : List.of("activities.yaml", "activities.avsc")) {
            Files.copy(feed.resolve("streams").resolve(file), second.resolve(file));
        }
        Files.writeString(folder.resolve("second/weir.yaml"), "name: second\n");
        Files.writeString(folder.resolve("second/pipeline.sql"), """
                CREATE TABLE verbs (verb STRING, activities BIGINT, PRIMARY KEY (verb) NOT ENFORCED);
                INSERT INTO verbs SELECT verb, COUNT(*) FROM activities GROUP BY verb;
                """);
        weir.expect(0, "run", folder.resolve("second").toString());
        Random random = new Random(902);
        List<byte[]> corrupt = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] |= 1; // never the magic byte 0
            corrupt.add(i % 4 == 0 ? framedWithUnknownId(bytes, 1_000_000 + i) : bytes);
        }

        door.send(List.of(activity(OWNER, "POST", "post:902"), activity(2, "LIKE", "post:902")));
        activities.write("1", corrupt);
        door.send(List.of(activity(3, "LIKE", "post:902")));

        awaitNotified("post:902", Set.of(2L, 3L));
        Topic dead = new Topic(weir, "activities.dead");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(dead.newestByKey()).hasSize(100));
        weir.awaitNextCheckpoint("second");
        weir.awaitNextCheckpoint("activity-feed");
        assertThat(rawValues(dead))
                .isEqualTo(corrupt.stream().map(OutsidersIT::hex).collect(Collectors.toSet()));
        assertThat(dead.newestByKey().values().stream()
                        .collect(Collectors.groupingBy(row -> row.get("code").asText(), Collectors.counting())))
                .isEqualTo(Map.of("MALFORMED", 75L, "WRONG_SCHEMA", 25L));
        weir.expect(0, "stop", "second");
    }

    @Test
    void kcatWritesAndReadsTheStream() throws IOException, InterruptedException {
        assumeTrue(isInstalled("kcat"), "kcat is not installed (Debian: apt install kcat)");
        door.send(List.of(activity(OWNER, "POST", "post:903")));
        Path value = Files.write(folder.resolve("like.bin"), framed(activity(4, "LIKE", "post:903")));

        Weir.Answer written = Weir.program(
                new byte[0], "kcat", "-P", "-b", weir.kafka(), "-t", "activities", "-k", "4", value.toString());
        assertThat(written.exitCode()).as(written.err()).isZero();

        awaitNotified("post:903", Set.of(4L));
        Weir.Answer read = Weir.program(
                new byte[0], "kcat", "-C", "-b", weir.kafka(), "-t", "notifications", "-e", "-q", "-f", "%k\n");
        assertThat(read.exitCode()).as(read.err()).isZero();
        assertThat(read.out()).contains("post:903");
    }

    @Test
    void protobufGoesTheSameWayOnServersThatAreNamedByAddress() throws IOException {
        Path project = Files.createDirectories(folder.resolve("machines"));
        Path streams = Files.createDirectories(project.resolve("streams"));
        Files.writeString(project.resolve("weir.yaml"), """
                name: machines
                environments:
                  plant: { kafka: "%s", registry: "%s", flink: "%s", checkpoints: "%s" }
                """.formatted(
                        weir.kafka(),
                        weir.registry(),
                        weir.flink(),
                        folder.resolve("checkpoints").toUri()));
        Files.writeString(streams.resolve("readings.proto"), """
                syntax = "proto3";
                import "google/protobuf/timestamp.proto";
                message Reading {
                  string machine = 1;
                  int64 sequence = 2;
                  double celsius = 3;
                  google.protobuf.Timestamp read_at = 4;
                }
                """);
        Files.writeString(streams.resolve("readings.yaml"), """
                stream: readings
                schema: readings.proto
                key: machine
                time: { field: read_at, disorder: 30s }
                identity: { producer: machine, sequence: sequence }
                """);
        Files.writeString(project.resolve("pipeline.sql"), """
                CREATE TABLE hottest (machine STRING, readings BIGINT, celsius DOUBLE, PRIMARY KEY (machine) NOT ENFORCED);
                INSERT INTO hottest SELECT machine, COUNT(*), MAX(celsius) FROM readings GROUP BY machine;
                """);
        weir.expect(0, "run", project.toString(), "--env", "plant");
        Door plant = new Door(weir, "readings");

        List<ObjectNode> readings = new ArrayList<>();
        for (int sequence : List.of(1, 2, 3, 2, 1)) {
            readings.add(JSON.createObjectNode()
                    .put("machine", "press-1")
                    .put("sequence", sequence)
                    .put("celsius", 20.5 + sequence)
                    .put("read_at", "2026-01-31T12:00:0" + sequence + "Z"));
        }
        await().atMost(Duration.ofSeconds(30)).until(plant::isOpen);
        plant.send(readings);

        Topic hottest = new Topic(weir, "hottest");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(hottest.newestByKey())
                        .hasEntrySatisfying(
                                "press-1",
                                row -> assertThat(row.get("celsius").asDouble()).isEqualTo(23.5)));
        weir.awaitNextCheckpoint("machines");
        assertThat(hottest.newestByKey().get("press-1").get("readings").asLong())
                .isEqualTo(3);
        weir.expect(0, "stop", "machines");
    }

    private static ObjectNode activity(long actor, String verb, String object) {
        return JSON.createObjectNode()
                .put("activity_id", verb + "/" + object)
                .put("actor_id", actor)
                .put("verb", verb)
                .put("object", object)
                .put("event_time", System.currentTimeMillis());
    }

    private static void awaitNotified(String target, Set<Long> actors) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(notifications.newestByKey().values().stream()
                                .filter(row -> row.get("target").asText().equals(target))
                                .map(row -> row.get("actor_id").asLong()))
                        .containsExactlyInAnyOrderElementsOf(actors));
    }

    /** Cuts a good body short, spoils its syntax, or changes one field so that it can't fit. */
    private static byte[] spoiled(byte[] body, ObjectNode good, Random random) {
        List<String> fields = List.of("activity_id", "actor_id", "verb", "object", "event_time");
        String field = fields.get(random.nextInt(fields.size()));
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(body, random.nextInt(body.length));
            case 1 -> {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                noise[0] = (byte) 0xff;
                yield noise;
            }
            case 2 ->
                good.deepCopy()
                        .set(field, JSON.createArrayNode().add(random.nextInt()))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
            default ->
                good.deepCopy()
                        .put("unknown_" + random.nextInt(1_000), true)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] framedWithUnknownId(byte[] body, int id) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    private static Set<String> rawValues(Topic dead) {
        return dead.records().stream()
                .map(record -> hex(((ByteBuffer) dead.record(record.value()).get("value")).array()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** An activity in Confluent's wire format, written with nothing but Avro and the registry's newest schema. */
    private static byte[] framed(ObjectNode activity) throws IOException {
        JsonNode newest = Http.json(URI.create(weir.registry() + "/subjects/activities-value/versions/latest"));
        Schema schema = new Schema.Parser().parse(newest.get("schema").asText());
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            if (field.hasDefaultValue()) {
                record.put(field.name(), GenericData.get().getDefaultValue(field));
            }
        }
        for (Map.Entry<String, JsonNode> property : activity.properties()) {
            JsonNode value = property.getValue();
            Schema type = schema.getField(property.getKey()).schema();
            record.put(
                    property.getKey(),
                    type.getType() == Schema.Type.ENUM
                            ? new GenericData.EnumSymbol(type, value.asText())
                            : value.isNumber() ? (Object) value.asLong() : value.asText());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5)
                .put((byte) 0)
                .putInt(newest.get("id").asInt())
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static boolean isInstalled(String program) throws InterruptedException {
        try {
            return Weir.program(new byte[0], program, "-V").exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
