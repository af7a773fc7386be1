package dev.weir.gateway.mqtt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections by who is at their other ends. Safe to share between threads. */
final class Sessions {

    private final Map<String, MqttReceiver> receivers = new ConcurrentHashMap<>();
    private final int most;

    Sessions(int most) {
        this.most = most;
    }

    /**
     * Lets a session in; one of the same identity that there was ends.
     *
     * @return false if there are too many
     */
    boolean enter(Session session, MqttReceiver receiver) {
        MqttReceiver elder = receivers.put(session.identity(), receiver);
        if (elder != null) {
            elder.takenOver();
            return true;
        }
        if (receivers.size() > most) {
            receivers.remove(session.identity(), receiver);
            return false;
        }
        return true;
    }

    void leave(Session session, MqttReceiver receiver) {
        receivers.remove(session.identity(), receiver);
    }

    int size() {
        return receivers.size();
    }
}
