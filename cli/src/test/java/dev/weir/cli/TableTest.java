package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table("server", "state", "memory mb");

    @Test
    void textIsAligned() {
        table.add("Kafka", "ready", 480);
        table.add("PostgreSQL", "stopped", null);

        assertThat(table.text()).isEqualTo("""
                        SERVER      STATE    MEMORY MB
                        Kafka       ready          480
                        PostgreSQL  stopped          -
                        """);
    }

    @Test
    void jsonHasOneObjectARow() {
        table.add("Kafka", "ready", 480);
        table.add("PostgreSQL", "stopped", null);

        assertThat(table.json())
                .isEqualTo("[{\"server\":\"Kafka\",\"state\":\"ready\",\"memory_mb\":480},"
                        + "{\"server\":\"PostgreSQL\",\"state\":\"stopped\",\"memory_mb\":null}]\n");
    }

    @Test
    void emptyTableIsItsHeaderOrAnEmptyArray() {
        assertThat(table.text()).isEqualTo("SERVER  STATE  MEMORY MB\n");
        assertThat(table.json()).isEqualTo("[]\n");
    }
}
