package dev.weir.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the answers that Flink's REST API gives. */
class RestDropsTest {

    private static final JobID JOB = new JobID(1, 2);

    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        String job = "/jobs/" + JOB;
        String metrics = job + "/vertices/v1/subtasks/metrics";
        Map<String, String> answers = Map.of(
                job,
                "{\"vertices\": [{\"id\": \"v1\"}]}",
                metrics,
                "[{\"id\": \"sums.numLateRecordsDropped\"}, {\"id\": \"sums.numRecordsIn\"},"
                        + " {\"id\": \"joined.leftNumLateRecordsDropped\"},"
                        + " {\"id\": \"joined.rightNumLateRecordsDropped\"},"
                        + " {\"id\": \"joined.leftLateRecordsDroppedRate\"}]",
                metrics + "?agg=sum&get=sums.numLateRecordsDropped",
                "[{\"id\": \"sums.numLateRecordsDropped\", \"sum\": 3.0}]",
                metrics + "?agg=sum&get=joined.leftNumLateRecordsDropped",
                "[{\"id\": \"joined.leftNumLateRecordsDropped\", \"sum\": 0.0}]",
                metrics + "?agg=sum&get=joined.rightNumLateRecordsDropped",
                "[{\"id\": \"joined.rightNumLateRecordsDropped\", \"sum\": 2.0}]");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = answers.get(exchange.getRequestURI().toString());
            byte[] body = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void dropsOfBothSidesAreAddedUpByOperator() throws Exception {
        RestDrops drops = new RestDrops(new FlinkRest(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort())));

        assertThat(drops.read(JOB)).contains(Map.of("sums", 3L, "joined", 2L));
        assertThat(drops.read(new JobID(3, 4))).isEmpty();
    }
}
