package dev.weir.gateway.mqtt;

import dev.weir.gateway.access.Pass;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, from its CONNECT on.
 *
 * @param clientId the client's, or the one that it was given
 * @param five whether it speaks MQTT 5, else 3.1.1
 * @param silence after which it counts as gone; zero for never
 * @param maxPacketBytes of one packet to it
 * @param reasons whether it wants to read why
 * @param will null if it left none
 */
record Session(
        String clientId,
        Pass pass,
        boolean five,
        Duration silence,
        int maxPacketBytes,
        boolean reasons,
        @Nullable Will will) {

    /** What is to be published when it goes without a word. */
    record Will(String topic, byte[] payload) {}

    /** What no two connections have at once: keys don't share client ids, or one could end the other's connections. */
    String identity() {
        return pass.id() + '/' + clientId;
    }
}
