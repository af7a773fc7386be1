package dev.weir.gateway.http;

import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.RejectCode;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The context attributes of a CloudEvent, version 1.0. */
final class CloudEventAttributes {

    static final String SPEC_VERSION = "specversion";
    static final String CONTENT_TYPE = "datacontenttype";

    private static final String HTTP_PREFIX = "ce-";
    private static final String KAFKA_PREFIX = "ce_";
    private static final List<String> REQUIRED = List.of(SPEC_VERSION, "id", "source", "type");
    private static final int MOST_CHARS = 8_192;

    private CloudEventAttributes() {}

    static boolean areIn(MultiMap headers) {
        return headers.contains(HTTP_PREFIX + SPEC_VERSION);
    }

    /**
     * The attributes of a request in binary mode (HTTP protocol binding, section 3.1.3).
     *
     * @throws RecordRejectedException if one can't be read
     */
    static Map<String, String> of(MultiMap headers) throws RecordRejectedException {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(HTTP_PREFIX)) {
                String attribute = name.substring(HTTP_PREFIX.length());
                if (attributes.put(attribute, decoded(attribute, header.getValue())) != null) {
                    throw refused(attribute, "one header", "several");
                }
            }
        }
        return attributes;
    }

    /**
     * The headers of the record (Kafka protocol binding, section 3.2.3), all but {@code content-type}: the value is in
     * the stream's own format.
     *
     * @throws RecordRejectedException if they aren't those of a CloudEvent of version 1.0
     */
    static Map<String, String> recordHeaders(Map<String, String> attributes) throws RecordRejectedException {
        for (String name : REQUIRED) {
            if (attributes.getOrDefault(name, "").isEmpty()) {
                throw refused(name, "a text that isn't empty", "nothing");
            }
        }
        if (!SpecVersion.V1.toString().equals(attributes.get(SPEC_VERSION))) {
            throw refused(SPEC_VERSION, "1.0", "another version");
        }
        CloudEventBuilder event = CloudEventBuilder.v1();
        Map<String, String> headers = new LinkedHashMap<>();
        int chars = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String name = attribute.getKey();
            String value = attribute.getValue();
            chars += name.length() + value.length();
            if (chars > MOST_CHARS) {
                throw new RecordRejectedException(
                        RejectCode.TOO_LARGE, "", "CloudEvents attributes of " + MOST_CHARS + " characters", "more");
            }
            if (!name.equals(SPEC_VERSION)) {
                check(event, name, value);
            }
            if (!name.equals(CONTENT_TYPE)) {
                headers.put(KAFKA_PREFIX + name, value);
            }
        }
        event.withData(new byte[0]).build();
        return headers;
    }

    private static void check(CloudEventBuilder event, String name, String value) throws RecordRejectedException {
        try {
            event.withContextAttribute(name, value);
        } catch (CloudEventRWException | IllegalArgumentException e) {
            throw switch (name) {
                case "time" -> refused(name, "a time as in RFC 3339", "a text that is none");
                case "source", "dataschema" -> refused(name, "a URI", "a text that is none");
                default ->
                    new RecordRejectedException(
                            RejectCode.MALFORMED,
                            "",
                            "names of CloudEvents attributes in small letters and digits",
                            "another");
            };
        }
    }

    private static String decoded(String name, String value) throws RecordRejectedException {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(name, "percent-encoded text", "a text that is not");
        }
    }

    static RecordRejectedException refused(String attribute, String expected, String found) {
        return new RecordRejectedException(
                RejectCode.MALFORMED, "", "in the CloudEvents attribute '" + attribute + "' " + expected, found);
    }
}
