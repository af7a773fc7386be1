package dev.weir.gateway.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The numbers of the door over MQTT. Safe to share between threads. */
public final class MqttMeter {

    private final Gauge connections;
    private final Counter connects;
    private final Counter ends;
    private final Counter lost;
    private final CounterDataPoint[] messages;

    MqttMeter(PrometheusRegistry registry) {
        connections = Gauge.builder()
                .name("weir_gateway_mqtt_connections")
                .help("Clients that are connected.")
                .register(registry);
        connects = Counter.builder()
                .name("weir_gateway_mqtt_connects_total")
                .help("Clients that wanted to connect, by what they were told.")
                .labelNames("outcome")
                .register(registry);
        ends = Counter.builder()
                .name("weir_gateway_mqtt_disconnects_total")
                .help("Connections that ended, by why.")
                .labelNames("reason")
                .register(registry);
        lost = Counter.builder()
                .name("weir_gateway_mqtt_lost_total")
                .help("Messages of QoS 0 that were read and aren't stored.")
                .register(registry);
        Counter received = Counter.builder()
                .name("weir_gateway_mqtt_messages_total")
                .help("Messages that were read, by their quality of service.")
                .labelNames("qos")
                .register(registry);
        messages = new CounterDataPoint[] {received.labelValues("0"), received.labelValues("1")};
    }

    /** @param outcome one of few words */
    public void connect(String outcome) {
        connects.labelValues(outcome).inc();
    }

    public void connected() {
        connections.inc();
    }

    /** One that was connected isn't any more. */
    public void ended() {
        connections.dec();
    }

    /** @param reason one of few words */
    public void disconnect(String reason) {
        ends.labelValues(reason).inc();
    }

    /** @param qos 0 or 1 */
    public void message(int qos) {
        messages[qos].inc();
    }

    public void lost() {
        lost.inc();
    }
}
