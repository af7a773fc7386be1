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
    void amountsAreWordsForPeopleAndNumbersForPrograms() {
        Table amounts = new Table("server", "memory bytes", "uptime seconds");
        amounts.add("Kafka", 32L * 1024 * 1024, 4.25);
        amounts.add("PostgreSQL", null, null);

        assertThat(amounts.text()).isEqualTo("""
                        SERVER      MEMORY  UPTIME
                        Kafka        32 MB   4.3 s
                        PostgreSQL       -       -
                        """);
        assertThat(amounts.json())
                .isEqualTo("[{\"server\":\"Kafka\",\"memory_bytes\":33554432,\"uptime_seconds\":4.25},"
                        + "{\"server\":\"PostgreSQL\",\"memory_bytes\":null,\"uptime_seconds\":null}]\n");
    }

    @Test
    void emptyTableIsItsHeaderOrAnEmptyArray() {
        assertThat(table.text()).isEqualTo("SERVER  STATE  MEMORY MB\n");
        assertThat(table.json()).isEqualTo("[]\n");
    }
}
