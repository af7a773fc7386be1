package dev.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.acceptance.PlantedEvents.Corruption;
import dev.weir.contract.SchemaFormat;
import dev.weir.contract.file.ContractSource;
import dev.weir.operate.fate.Fate;
import dev.weir.streams.fate.FateRules;
import dev.weir.streams.fate.PartitionFates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The planted fates are those that the source's judge decides on, which is tried here without servers. */
class PlantedEventsTest {

    private static final long EVENTS = 300_000;

    @Test
    void judgeDecidesOnEachFateAsItWasPlanted() throws Exception {
        FateRules rules = FateRules.of(ContractSource.parse(
                        Path.of("readings.yaml"), TortureIT.CONTRACT, SchemaFormat.AVRO, TortureIT.schema(3))
                .contract());
        PartitionFates[] fates = IntStream.range(0, PlantedEvents.PARTITIONS)
                .mapToObj(partition -> new PartitionFates(rules))
                .toArray(PartitionFates[]::new);
        Map<Fate, Long> counts = new EnumMap<>(Fate.class);
        Set<Corruption> corruptions = new HashSet<>();

        new PlantedEvents(1, EVENTS, (event, fate) -> {
                    counts.merge(fate, 1L, Long::sum);
                    corruptions.add(event.corruption());
                    if (fate != Fate.DEAD) {
                        byte[] key = PlantedEvents.name(event.sensor()).getBytes(StandardCharsets.UTF_8);
                        assertThat(fates[event.partition()]
                                        .judge(
                                                PartitionFates.NOT_FOUND,
                                                event.time(),
                                                key,
                                                0,
                                                key.length,
                                                event.sequence())
                                        .name())
                                .as("%s", event)
                                .isEqualTo(fate.name());
                    }
                })
                .tellUntil(EVENTS);

        assertThat(counts.values()).hasSize(4).allMatch(count -> count > EVENTS / 200);
        assertThat(corruptions).containsExactlyInAnyOrder(Corruption.values());
        assertThat(fates).allMatch(partition -> partition.restarts() > 20 || partition == fates[PlantedEvents.SILENT]);
        assertThat(fates).anyMatch(partition -> partition.rangesGivenUp() > 20);
        assertThat(fates[PlantedEvents.SILENT].watermark()).isEqualTo(PartitionFates.NO_TIME);
    }
}
