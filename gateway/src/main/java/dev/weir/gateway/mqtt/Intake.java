package dev.weir.gateway.mqtt;

import dev.weir.contract.MqttMapping;
import dev.weir.contract.event.EncodedEvent;
import dev.weir.contract.event.GivenColumns;
import dev.weir.contract.event.MessageEvent;
import dev.weir.contract.event.MessageReader;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import dev.weir.gateway.access.Pass;
import dev.weir.gateway.metrics.StreamMeter;
import dev.weir.gateway.mqtt.Delivery.Events;
import dev.weir.gateway.stream.ServedStream;
import dev.weir.gateway.stream.TopicTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes events of the messages of one client. Used on its connection's event loop only. */
final class Intake {

    private static final int QOS_0 = 0;

    /**
     * Where the messages of a topic go. Most devices have one topic, so it is kept.
     *
     * @param tree in which it was found; another one may say something else
     * @param refusal null if its messages are taken
     * @param given null if {@code ungiven} says why not
     */
    private record Route(
            TopicTree tree,
            String topic,
            @Nullable Reason refusal,
            @Nullable ServedStream stream,
            @Nullable MessageReader messages,
            @Nullable GivenColumns given,
            @Nullable RecordRejectedException ungiven) {

        static Route refused(TopicTree tree, String topic, Reason reason) {
            return new Route(tree, topic, reason, null, null, null, null);
        }
    }

    private final Desk desk;
    private final Pass pass;
    private @Nullable Route route;

    Intake(Desk desk, Pass pass) {
        this.desk = desk;
        this.pass = pass;
    }

    /**
     * Takes a message.
     *
     * @param packetId {@link Delivery#UNANSWERED} for QoS 0
     * @return what becomes of it; refused, if nothing does
     */
    Delivery take(String topic, byte[] payload, int packetId) {
        Route found = route(topic);
        if (found.refusal != null || found.stream == null || found.messages == null) {
            Reason refusal = found.refusal == null ? Reason.UNKNOWN_TOPIC : found.refusal;
            return Delivery.refused(packetId, refusal, text(refusal));
        }
        MqttMapping mapping = found.stream.contract().mqtt();
        if (mapping == null || (packetId == Delivery.UNANSWERED && mapping.leastQos() > QOS_0)) {
            return Delivery.refused(packetId, Reason.QOS, text(Reason.QOS));
        }
        if (mapping.payload() == MqttMapping.Payload.FRAMED && !canJudge(found.stream, payload)) {
            return Delivery.refused(packetId, Reason.LOG_REFUSES, "The registry doesn't tell of the schema id now.");
        }
        StreamMeter numbers = desk.metrics().of(found.stream.contract().name());
        numbers.received(payload.length);
        return read(found, found.stream, found.messages, payload, packetId, numbers);
    }

    private Delivery read(
            Route found,
            ServedStream stream,
            MessageReader messages,
            byte[] payload,
            int packetId,
            StreamMeter numbers) {
        try {
            if (found.ungiven != null) {
                throw found.ungiven;
            }
            List<MessageEvent> read = messages.read(
                    payload, Objects.requireNonNull(found.given), desk.config().maxEvents());
            List<EncodedEvent> events = new ArrayList<>(read.size());
            String remark = null;
            for (MessageEvent each : read) {
                events.add(each.event());
                if (each.objection() != null) {
                    numbers.dead(each.objection().code().name());
                    remark = remark == null ? each.objection().getMessage() : remark;
                }
            }
            return delivery(stream, events, Map.of(), payload, packetId, numbers, remark);
        } catch (RecordRejectedException e) {
            numbers.dead(e.code().name());
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("mqtt_topic", found.topic);
            headers.put("weir_reason", e.getMessage());
            return delivery(
                    stream,
                    List.of(messages.undecodable(payload, found.given, found.topic)),
                    headers,
                    payload,
                    packetId,
                    numbers,
                    e.getMessage());
        }
    }

    private Delivery delivery(
            ServedStream stream,
            List<EncodedEvent> events,
            Map<String, String> headers,
            byte[] payload,
            int packetId,
            StreamMeter numbers,
            @Nullable String remark) {
        pass.charge(events.size(), System.nanoTime());
        return Delivery.of(
                packetId,
                payload.length,
                new Events(stream.contract().topic(), events, headers, numbers),
                remark == null ? null : "Stored, but dead: " + remark);
    }

    private Route route(String topic) {
        TopicTree tree = desk.streams().topics();
        Route known = route;
        if (known != null && known.tree == tree && known.topic.equals(topic)) {
            return known;
        }
        route = find(tree, topic);
        return route;
    }

    private Route find(TopicTree tree, String topic) {
        TopicTree.Found found = tree.find(topic);
        if (found == null || found.stream().messages() == null) {
            return Route.refused(tree, topic, Reason.UNKNOWN_TOPIC);
        }
        if (!pass.opens(found.stream().contract().name()) || !pass.opensTopic(topic)) {
            return Route.refused(tree, topic, Reason.NOT_AUTHORIZED);
        }
        MessageReader messages = found.stream().messages();
        try {
            GivenColumns given = messages.given(found.columns(), found.texts());
            return new Route(tree, topic, null, found.stream(), messages, given, null);
        } catch (RecordRejectedException e) {
            return new Route(tree, topic, null, found.stream(), messages, null, e);
        }
    }

    private static boolean canJudge(ServedStream stream, byte[] payload) {
        try {
            return stream.canJudge(WireFormat.readSchemaId(ByteBuffer.wrap(payload)));
        } catch (RecordRejectedException e) {
            return true;
        }
    }

    private static String text(Reason refusal) {
        return switch (refusal) {
            case UNKNOWN_TOPIC -> "No stream takes in this topic. Nothing is stored.";
            case NOT_AUTHORIZED -> "The key doesn't open this topic. Nothing is stored.";
            case QOS -> "The stream takes in messages of QoS 1 only. Nothing is stored.";
            default -> "Nothing is stored.";
        };
    }
}
