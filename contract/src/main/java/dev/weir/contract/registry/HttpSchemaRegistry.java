package dev.weir.contract.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.Compatibility;
import dev.weir.contract.ContractException;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.StreamSchema;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A registry that speaks Confluent's REST API: Confluent's own, or Apicurio under {@code /apis/ccompat/v7}.
 *
 * <p>Schemas are kept by id for ever; that an id is unknown isn't kept. Calls block for at most the configured time-out.
 * An interrupted call keeps the interrupt and throws {@link RegistryUnavailableException}. Has nothing to close.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final RegistryConfig config;
    private final HttpClient client;

    /** Empty for an id whose schema can't be a stream's. */
    private final Map<Integer, Optional<StreamSchema>> schemas = new ConcurrentHashMap<>();

    public HttpSchemaRegistry(RegistryConfig config) {
        this.config = config;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.timeout())
                .build();
    }

    @Override
    public Optional<StreamSchema> find(int id) throws RegistryUnavailableException {
        Optional<StreamSchema> known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Optional<JsonNode> answer = ask("GET", "/schemas/ids/" + id, null);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Optional<StreamSchema> schema;
        try {
            schema = Optional.of(schema("schema-" + id, answer.get()));
        } catch (ContractException e) {
            schema = Optional.empty();
        }
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public List<Registered> versions(String subject) throws RegistryUnavailableException {
        Optional<JsonNode> versions = ask("GET", path(subject) + "/versions", null);
        List<Registered> registered = new ArrayList<>();
        if (versions.isPresent()) {
            for (JsonNode version : versions.get()) {
                Optional<JsonNode> answer = ask("GET", path(subject) + "/versions/" + version.asInt(), null);
                if (answer.isPresent()) {
                    registered.add(registered(subject, answer.get()));
                }
            }
        }
        return registered;
    }

    @Override
    public Registered register(String subject, StreamSchema schema, Compatibility compatibility)
            throws RegistryUnavailableException {
        ObjectNode level = JSON.createObjectNode().put("compatibility", compatibility.name());
        ask("PUT", "/config/" + encode(subject), level);
        ObjectNode body = JSON.createObjectNode().put("schema", schema.text());
        if (schema.format() == SchemaFormat.PROTOBUF) {
            body.put("schemaType", "PROTOBUF");
        }
        ask("POST", path(subject) + "/versions", body)
                .orElseThrow(() -> new RegistryConflictException("The registry doesn't take schemas: answer 404"));
        JsonNode found = ask("POST", path(subject), body)
                .orElseThrow(() -> new RegistryConflictException(
                        "The registry doesn't find the schema under '" + subject + "' that it has just taken"));
        Registered registered = new Registered(intOf(found, "id"), intOf(found, "version"), schema);
        schemas.put(registered.id(), Optional.of(schema));
        return registered;
    }

    private Registered registered(String subject, JsonNode answer) throws RegistryUnavailableException {
        int version = intOf(answer, "version");
        try {
            StreamSchema schema = schema(subject + "-" + version, answer);
            return new Registered(intOf(answer, "id"), version, schema);
        } catch (ContractException e) {
            throw new RegistryConflictException(
                    "Version " + version + " of subject '" + subject + "' can't be a stream's schema: "
                            + e.getMessage(),
                    e);
        }
    }

    private static StreamSchema schema(String name, JsonNode answer) throws ContractException {
        String text = answer.path("schema").asText();
        return answer.path("schemaType").asText("AVRO").equals("PROTOBUF")
                ? ProtobufStreamSchema.parse(Path.of(name + ".proto"), text)
                : AvroStreamSchema.parse(Path.of(name + ".avsc"), text);
    }

    /** The body of the answer; empty for 404. */
    private Optional<JsonNode> ask(String method, String path, @Nullable JsonNode body)
            throws RegistryUnavailableException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(config.url() + path))
                .timeout(config.timeout())
                .header("Accept", CONTENT_TYPE)
                .header("Content-Type", CONTENT_TYPE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (config.user() != null) {
            byte[] credentials = (config.user() + ":" + config.password()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "The schema registry at " + config.url() + " can't be reached: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("Interrupted while asking the schema registry", e);
        }
        return read(method + " " + path, response);
    }

    private Optional<JsonNode> read(String question, HttpResponse<String> response)
            throws RegistryUnavailableException {
        int status = response.statusCode();
        if (status == 404 && response.body().contains("error_code")) {
            return Optional.empty();
        }
        if (status == 409 || status == 422) {
            throw new RegistryConflictException(
                    "The schema registry refuses " + question + " with " + status + ": " + response.body());
        }
        // Anything else, a proxy's 404 and 401 among it, says nothing about the schema.
        if (status / 100 != 2) {
            throw new RegistryUnavailableException(
                    "The schema registry at " + config.url() + " answered " + status + " to " + question);
        }
        try {
            return Optional.of(JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new RegistryUnavailableException(
                    "The schema registry at " + config.url() + " answered " + question + " with what isn't JSON", e);
        }
    }

    private static int intOf(JsonNode answer, String field) throws RegistryUnavailableException {
        if (!answer.path(field).isInt()) {
            throw new RegistryUnavailableException("The schema registry's answer lacks '" + field + "'");
        }
        return answer.path(field).asInt();
    }

    private static String path(String subject) {
        return "/subjects/" + encode(subject);
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
