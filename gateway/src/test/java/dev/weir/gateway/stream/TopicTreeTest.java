package dev.weir.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.mqtt.TestingStreams;
import org.junit.jupiter.api.Test;

class TopicTreeTest {

    private final StreamDirectory streams = new StreamDirectory();

    @Test
    void topicGivesItsColumns() {
        streams.put(TestingStreams.stream("a", "plants/+/{sensor}/m/{machine}", ""));

        TopicTree.Found found = streams.topics().find("plants/north/s-1/m/");

        assertThat(found.stream().contract().name()).isEqualTo("a");
        assertThat(found.columns()).containsExactly("sensor", "machine");
        assertThat(found.texts()).containsExactly("s-1", "");
    }

    @Test
    void earlierPlainLevelCounts() {
        streams.put(TestingStreams.stream("a", "+/x/{sensor}", ""));
        streams.put(TestingStreams.stream("b", "p/{sensor}/y", ""));
        streams.put(TestingStreams.stream("c", "p/x/z", ""));

        assertThat(stream("p/x/y")).isEqualTo("b");
        assertThat(stream("p/x/z")).isEqualTo("c");
        assertThat(stream("p/x/other")).isEqualTo("a");
        assertThat(stream("q/x/y")).isEqualTo("a");
        assertThat(stream("q/other/y")).isNull();
        assertThat(stream("p/x")).isNull();
        assertThat(stream("p/x/y/z")).isNull();
    }

    @Test
    void streamThatIsGoneTakesNothingIn() {
        streams.put(TestingStreams.readings());
        streams.remove("readings");

        assertThat(stream("plants/north/machines/m-1/sensors/s-1")).isNull();
    }

    private String stream(String topic) {
        TopicTree.Found found = streams.topics().find(topic);
        return found == null ? null : found.stream().contract().name();
    }
}
