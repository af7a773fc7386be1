package dev.weir.simulate.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final int PACKET_IDS = 65_535;

    private final Window window = new Window();

    @Test
    void idsGoFromOneToTheLargestAndBeginAgain() {
        int last = 0;
        for (int number = 0; number < PACKET_IDS + 3; number++) {
            last = window.add(message(number));
            assertThat(last).isEqualTo(number % PACKET_IDS + 1);
            assertThat(window.acknowledge(last)).isNotNull();
        }
        assertThat(last).isEqualTo(3);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void isFullFromTheOldestOnThoughNewerOnesAreAcknowledged() {
        for (int number = 0; number < 3; number++) {
            window.add(message(number));
        }

        assertThat(window.acknowledge(2)).isNotNull();
        assertThat(window.acknowledge(3)).isNotNull();

        assertThat(window.isFull(3)).isTrue();
        assertThat(inFlight()).containsExactly("1 topic-0");
        assertThat(window.acknowledge(1)).isNotNull();
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void anIdThatIsNotInFlightAcknowledgesNothing() {
        window.add(message(0));

        assertThat(window.acknowledge(0)).isNull();
        assertThat(window.acknowledge(2)).isNull();
        assertThat(window.acknowledge(PACKET_IDS)).isNull();
        assertThat(window.acknowledge(1)).isNotNull();
        assertThat(window.acknowledge(1)).isNull();
    }

    @Test
    void takesNoMoreThanItIsWide() {
        for (int number = 0; number < Window.WIDEST; number++) {
            window.add(message(number));
        }

        assertThatIllegalStateException().isThrownBy(() -> window.add(message(64)));
    }

    @Test
    void keepsTheOrderOfThoseInFlightWhicheverAreAcknowledged() {
        Random random = new Random(3);
        TreeMap<Integer, String> expected = new TreeMap<>();
        for (int number = 0; number < 60_000; number++) {
            if (window.isFull(Window.WIDEST) || random.nextInt(3) == 0) {
                List<Integer> ids = List.copyOf(expected.keySet());
                if (!ids.isEmpty()) {
                    int id = ids.get(random.nextInt(Math.min(ids.size(), 4)));
                    assertThat(window.acknowledge(id)).isNotNull();
                    expected.remove(id);
                }
            } else {
                int id = window.add(message(number));
                expected.put(id, id + " topic-" + number);
            }
            if (number % 100 == 0) {
                assertThat(inFlight()).containsExactlyElementsOf(expected.values());
            }
        }
    }

    private List<String> inFlight() {
        List<String> all = new ArrayList<>();
        window.forEach((message, packetId) -> all.add(packetId + " " + message.topic()));
        return all;
    }

    private static Outgoing message(int number) {
        return new Outgoing("topic-" + number, new byte[0], 1);
    }
}
