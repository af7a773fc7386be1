package dev.weir.pipeline.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code deliveries:} of {@code weir.yaml}. */
final class DeliveryConfigParser {

    private static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final String TABLE = "[a-z][a-z0-9_]{0,62}";
    private static final Duration COMMIT = Duration.ofSeconds(30);

    private DeliveryConfigParser() {}

    static List<DeliveryConfig> parse(YamlSection deliveries) {
        List<DeliveryConfig> all = new ArrayList<>();
        Map<String, String> deliveryOfTable = new HashMap<>();
        deliveries.sections().forEach((name, section) -> {
            if (!name.matches(NAME)) {
                deliveries.report(
                        name, "A delivery's name is small letters, digits and '-', and starts with a letter.");
            }
            DeliveryConfig delivery = delivery(name, section);
            String other = deliveryOfTable.putIfAbsent(delivery.table().value(), name);
            if (other != null) {
                section.report("iceberg", "Delivery '" + other + "' fills this table already: give it another name.");
            }
            all.add(delivery);
        });
        return all;
    }

    private static DeliveryConfig delivery(String name, YamlSection section) {
        At<String> stream = section.at("stream", required(section, "stream"));
        At<String> table = section.at("iceberg", required(section, "iceberg"));
        if (!table.value().isEmpty() && !table.value().matches(TABLE)) {
            section.report(
                    "iceberg",
                    "A table's name is small letters, digits and '_', and starts with a letter; found '" + table.value()
                            + "'.");
        }
        if (table.value().endsWith("_latest")) {
            section.report(
                    "iceberg", "A name that ends in '_latest' is that of another table's newest rows in queries.");
        }
        List<PartitionField> partition = List.of();
        String text = section.text("partition");
        if (text != null) {
            partition = PartitionField.parse(text).orElseGet(() -> {
                section.report(
                        "partition",
                        "'partition' expects columns, or year(c), month(c), day(c), hour(c), bucket(16, c) or"
                                + " truncate(4, c) of them, separated by commas, but found '" + text + "'.");
                return List.of();
            });
        }
        Duration commit = section.duration("commit", COMMIT, Duration.ofSeconds(1));
        section.refuseOtherKeys();
        return new DeliveryConfig(name, stream, table, section.at("partition", partition), commit);
    }

    private static String required(YamlSection section, String key) {
        String text = section.required(key);
        return text == null ? "" : text;
    }
}
