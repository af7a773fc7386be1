package dev.weir.gateway.http;

import static dev.weir.gateway.http.Door.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.gateway.log.InMemoryEventLog;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsTest {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String STORED = "000000000702610000";
    private static final Map<String, String> HEADERS =
            Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/shop", "ce_type", "order");

    private final InMemoryEventLog log = new InMemoryEventLog();
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(log);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void binaryModeHasTheEventAsBodyAndItsAttributesAsHeaders() throws Exception {
        HttpResponse<String> answer = door.send(binary().header("ce-subject", "caf%C3%A9 a+b")
                .header("ce-time", "2026-01-31T12:00:00Z")
                .POST(BodyPublishers.ofByteArray(quoted("{'id':'a','at':0}"))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertStored();
        assertThat(log.events().get(0).headers())
                .containsAllEntriesOf(HEADERS)
                .containsEntry("ce_subject", "caf\u00e9 a+b")
                .containsEntry("ce_time", "2026-01-31T12:00:00Z")
                .hasSize(6);
    }

    @Test
    void structuredModeHasTheEventAsData() throws Exception {
        HttpResponse<String> answer = door.post(
                "orders",
                ONE,
                quoted("{'data': {'id':'a','at':0} ,'specversion':'1.0','id':'1','source':'/shop','type':'order',"
                        + "'datacontenttype':'application/json','retries':3}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertStored();
        assertThat(log.events().get(0).headers()).containsAllEntriesOf(HEADERS).containsEntry("ce_retries", "3");
    }

    @Test
    void dataMayBeAvro() throws Exception {
        String avro = Base64.getEncoder().encodeToString(HexFormat.of().parseHex("02610000"));

        HttpResponse<String> answer = door.post(
                "orders",
                ONE,
                quoted("{" + REQUIRED + ",'datacontenttype':'application/avro','data_base64':'" + avro + "'}"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertStored();
    }

    @Test
    void eachEventOfABatchHasItsOwnAnswer() throws Exception {
        HttpResponse<String> answer = door.post(
                "orders",
                BATCH,
                quoted("[{" + REQUIRED + ",'data':{'id':'a','at':0}},"
                        + "{" + REQUIRED + ",'data':{'id':'b','at':0,'amount':'x'}},"
                        + "{'specversion':'1.0','id':'3','type':'t','data':{'id':'c','at':0}},7]"));

        assertThat(answer.statusCode()).isEqualTo(207);
        JsonNode events = new ObjectMapper().readTree(answer.body()).get("events");
        assertThat(events.findValuesAsText("status")).containsExactly("200", "422", "400", "400");
        assertThat(events.get(1).get("path").asText()).isEqualTo("amount");
        assertThat(events.get(2).get("detail").asText()).contains("attribute 'source'");
        assertStored();
    }

    @Test
    void attributesDoNotFillInFieldsThatTheDataLack() throws Exception {
        HttpResponse<String> answer = door.post("orders", ONE, quoted("{" + REQUIRED + ",'data':{'at':0}}"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("MISSING_FIELD", "\"path\":\"id\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'specversion':'0.3','id':'1','source':'/s','type':'t','data':{}} | 'specversion'",
                "{'specversion':'1.0','id':'','source':'/s','type':'t','data':{}} | 'id'",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t'} | with data",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','time':'noon','data':{}} | 'time'",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','Not Good':'x','data':{}} | small letters",
                "{'specversion':'1.0','id':'1','id':'2','source':'/s','type':'t','data':{}} | second time",
                "{'specversion':'1.0','id':'1','source':{},'type':'t','data':{}} | plain value",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','data_base64':'?'} | base64",
                "[] | JSON object"
            })
    void whatIsNoCloudEventIsRefusedWithTheReason(String body, String reason) throws Exception {
        HttpResponse<String> answer = door.post(
                "orders", ONE, body.replace('`', '"').replace('\'', '"').getBytes());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(reason.strip());
        assertThat(log.events()).isEmpty();
    }

    @Test
    void brokenJsonIsRefusedAsAWhole() throws Exception {
        HttpResponse<String> answer =
                door.post("orders", BATCH, quoted("[{" + REQUIRED + ",'data':{'id':'a','at':0}},{"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(log.events()).isEmpty();
    }

    @Test
    void binaryModeCarriesOneEvent() throws Exception {
        HttpResponse<String> answer =
                door.send(binary().POST(BodyPublishers.ofByteArray(quoted("[{'id':'a','at':0},{'id':'b','at':0}]"))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("cloudevents-batch+json");
        assertThat(log.events()).isEmpty();
    }

    private static final String REQUIRED = "'specversion':'1.0','id':'1','source':'/shop','type':'order'";

    private HttpRequest.Builder binary() {
        return door.request("/streams/orders")
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "/shop")
                .header("ce-type", "order");
    }

    private void assertStored() {
        assertThat(log.events())
                .singleElement()
                .satisfies(appended -> assertThat(
                                HexFormat.of().formatHex(appended.event().value()))
                        .isEqualTo(STORED));
    }
}
