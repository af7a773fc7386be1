package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.acceptance.Weir.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is killed between the pre-commit and the commit of its results, and never started again. */
class AbandonedPipelineIT {

    private static final int PORT_OFFSET = 20_700;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Weir weir;

    @BeforeEach
    void start() throws Exception {
        weir = new Weir(folder.resolve("home"), PORT_OFFSET);
        weir.up();
        Path project = Weir.copyOfPipeline("payments", folder.resolve("payments"));
        Files.writeString(project.resolve("weir.yaml"), "name: payments\ncommit: 1h\n");
        weir.expect(0, "run", project.toString());
    }

    @AfterEach
    void stop() {
        weir.down();
    }

    @Test
    void whatItLeftOpenIsAbortedOnceItIsGivenUpAndReadersGoOn() throws Exception {
        send(0, 1);
        flink("checkpoints", Map.of());
        await().atMost(PATIENCE).until(() -> new Topic(weir, "spending").size() == 1);
        send(1, 40);
        // Its transactions wait for a commit that never comes.
        flink(
                "savepoints",
                Map.of("target-directory", folder.resolve("savepoints").toUri().toString()));

        Answer whileItRuns = weir.expect(4, "audit", "payments", "--mend", "--output", "json");
        assertThat(whileItRuns.err()).contains("Nothing was aborted. 'payments' isn't gone");
        assertThat(Http.json(whileItRuns.out()).get("open_transactions")).anySatisfy(open -> {
            assertThat(open.get("pipeline").asText()).isEqualTo("payments-local");
            assertThat(open.get("partitions").toString()).contains("spending-");
        });
        weir.signal("KILL", "supervisor", "taskmanager");
        weir.expect(0, "stop", "payments", "--give-up");
        assertThat(heldBack()).isTrue();

        Answer mended = weir.expect(0, "audit", "payments", "--mend", "--output", "json");

        assertThat(mended.err()).contains("Aborted transaction payments-local/spending-0-");
        JsonNode report = Http.json(mended.out());
        assertThat(report.get("aborted_transactions")).isNotEmpty();
        assertThat(report.get("open_transactions")).isEmpty();
        assertThat(heldBack()).isFalse();
        assertThat(new Topic(weir, "spending").size()).isEqualTo(1);
        assertThat(weir.expect(4, "run", folder.resolve("payments").toString()).err())
                .contains("was given up and doesn't go on");
    }

    /** Whether readers of committed results wait somewhere. */
    private boolean heldBack() throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", weir.kafka());
        try (Admin admin = Admin.create(settings)) {
            Map<TopicPartition, OffsetSpec> question = IntStream.range(0, 4)
                    .boxed()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition("spending", partition), partition -> OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(question).all().get();
            Map<TopicPartition, ListOffsetsResultInfo> committed = admin.listOffsets(
                            question, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get();
            return question.keySet().stream()
                    .anyMatch(partition -> committed.get(partition).offset()
                            < ends.get(partition).offset());
        }
    }

    /** Sends payments of as many customers, and waits until the job has read them. */
    private void send(int from, int to) {
        Door door = new Door(weir, "payments");
        await().atMost(PATIENCE).until(door::isOpen);
        List<ObjectNode> payments = IntStream.range(from, to)
                .mapToObj(i -> JSON.createObjectNode()
                        .put("customer", "c" + i)
                        .put("payment_id", "p" + i)
                        .put("amount", "10.00")
                        .put("paid_at", Instant.now().toEpochMilli()))
                .toList();
        door.send(payments);
        await().atMost(PATIENCE)
                .until(() -> weir.streamCounts("payments").path("read").asInt() == to);
    }

    /** Asks Flink for a checkpoint or savepoint of the job, and waits until it is complete. */
    private void flink(String what, Map<String, String> settings) throws Exception {
        String job =
                weir.flink() + "/jobs/" + weir.status().at("/pipelines/0/job").asText();
        HttpResponse<String> answer = Http.send(HttpRequest.newBuilder(URI.create(job + "/" + what))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(settings)))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        URI request = URI.create(job + "/" + what + "/"
                + Http.json(answer.body()).get("request-id").asText());
        await().atMost(PATIENCE)
                .until(() -> Http.json(request).at("/status/id").asText().equals("COMPLETED"));
        assertThat(Http.json(request).at("/operation/failure-cause").isMissingNode())
                .isTrue();
    }
}
