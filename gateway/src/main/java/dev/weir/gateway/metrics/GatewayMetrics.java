package dev.weir.gateway.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The numbers of one gateway; docs/metrics.md says what each means. Safe to share between threads. */
public final class GatewayMetrics {

    /** What {@link #text} is written in. */
    public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final String STREAM = "stream";
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final Map<String, StreamMeter> streams = new ConcurrentHashMap<>();

    private final Counter requests = Counter.builder()
            .name("weir_gateway_requests_total")
            .help("Requests to publish that were answered, by status; status 0: the client was gone before.")
            .labelNames("status")
            .register(registry);
    private final Gauge inFlight = Gauge.builder()
            .name("weir_gateway_requests_in_flight")
            .help("Requests to publish that aren't answered yet.")
            .register(registry);
    private final Counter accepted = Counter.builder()
            .name("weir_gateway_events_accepted_total")
            .help("Events that Kafka has acknowledged.")
            .labelNames(STREAM)
            .register(registry);
    private final Counter refused = Counter.builder()
            .name("weir_gateway_events_refused_total")
            .help("Events that were answered with a problem, by its code.")
            .labelNames(STREAM, "reason")
            .register(registry);
    private final Counter dead = Counter.builder()
            .name("weir_gateway_events_dead_total")
            .help("Events taken over MQTT that their readers will find dead, by the code of what they lack.")
            .labelNames(STREAM, "reason")
            .register(registry);
    private final Counter heartbeats = Counter.builder()
            .name("weir_gateway_heartbeats_total")
            .help("Heartbeats that Kafka has acknowledged.")
            .labelNames(STREAM)
            .register(registry);
    private final Counter failedHeartbeats = Counter.builder()
            .name("weir_gateway_heartbeats_failed_total")
            .help("Heartbeats that Kafka didn't acknowledge.")
            .labelNames(STREAM)
            .register(registry);
    private final Counter bytes = Counter.builder()
            .name("weir_gateway_received_bytes_total")
            .help("Bytes of the bodies of requests.")
            .labelNames(STREAM)
            .register(registry);
    private final MqttMeter mqtt = new MqttMeter(registry);
    private final Histogram duration = Histogram.builder()
            .name("weir_gateway_request_duration_seconds")
            .help("From a request's head to its answer.")
            .labelNames(STREAM)
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(registry);
    private final Histogram acknowledgement = Histogram.builder()
            .name("weir_gateway_kafka_ack_duration_seconds")
            .help("From handing an event to Kafka's client to its acknowledgement.")
            .labelNames(STREAM)
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(registry);

    /** A request to publish has come; it must be ended. */
    public RequestMeter begin() {
        inFlight.inc();
        return new RequestMeter(requests, inFlight);
    }

    /** The numbers of a stream that there is; a name that only a client knows must never come here. */
    public StreamMeter of(String stream) {
        return streams.computeIfAbsent(
                stream,
                name -> new StreamMeter(
                        accepted.labelValues(name),
                        bytes.labelValues(name),
                        duration.labelValues(name),
                        acknowledgement.labelValues(name),
                        heartbeats.labelValues(name),
                        failedHeartbeats.labelValues(name),
                        reason -> refused.labelValues(name, reason),
                        reason -> dead.labelValues(name, reason)));
    }

    /** The numbers of the door over MQTT. */
    public MqttMeter mqtt() {
        return mqtt;
    }

    /** Shows also what others know; to be called once. */
    public void show(LongSupplier bytesInFlight, LongSupplier streamsServed, LongSupplier kafkaReachable) {
        gauge("weir_gateway_bytes_in_flight", "Bytes of bodies that aren't answered yet.", bytesInFlight);
        gauge("weir_gateway_streams", "Streams that the door takes in.", streamsServed);
        gauge("weir_gateway_kafka_up", "1 if Kafka answered within the last seconds, else 0.", kafkaReachable);
    }

    /** Shows also how much of MQTT is on its way; to be called once. */
    public void showMqtt(LongSupplier bytesInFlight, LongSupplier bytesUnfinished) {
        gauge("weir_gateway_mqtt_bytes_in_flight", "Bytes of messages that aren't acknowledged yet.", bytesInFlight);
        gauge("weir_gateway_mqtt_bytes_unfinished", "Bytes of packets that aren't whole yet.", bytesUnfinished);
    }

    private void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsLong()))
                .register(registry);
    }

    /** All numbers now. */
    public byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be written", e);
        }
        return text.toByteArray();
    }
}
