package dev.weir.pipeline.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code deliveries:} of {@code weir.yaml}. */
final class DeliveryConfigParser {

    private static final String ICEBERG = "iceberg";
    private static final String POSTGRESQL = "postgresql";
    private static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final String TABLE = "[a-z][a-z0-9_]{0,62}";
    /** A schema may stand before it. */
    private static final String QUALIFIED = "(" + TABLE + "\\.)?" + TABLE;
    /** Each makes files in the lake. */
    private static final Duration LAKE_COMMIT = Duration.ofSeconds(30);

    private static final Duration COMMIT = Duration.ofSeconds(1);

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
            String table = delivery.kind().where() + " " + delivery.table().value();
            String other = deliveryOfTable.putIfAbsent(table, name);
            if (other != null) {
                section.report(
                        tableKey(section), "Delivery '" + other + "' fills this table already: give it another name.");
            }
            all.add(delivery);
        });
        return all;
    }

    private static DeliveryConfig delivery(String name, YamlSection section) {
        if (section.rawText(ICEBERG) != null && section.has(POSTGRESQL)) {
            section.report(
                    POSTGRESQL, "A delivery fills one table: make two, one for 'iceberg', one for 'postgresql'.");
        }
        return section.has(POSTGRESQL) ? postgresql(name, section) : iceberg(name, section);
    }

    private static String tableKey(YamlSection section) {
        return section.has(POSTGRESQL) ? POSTGRESQL : ICEBERG;
    }

    private static DeliveryConfig postgresql(String name, YamlSection section) {
        At<String> stream = section.at("stream", required(section, "stream"));
        At<String> table = section.at(POSTGRESQL, required(section, POSTGRESQL));
        if (!table.value().isEmpty() && !table.value().matches(QUALIFIED)) {
            section.report(
                    POSTGRESQL,
                    "A table's name is small letters, digits and '_', and starts with a letter, with or without a schema"
                            + " and '.' before it; found '" + table.value() + "'.");
        }
        String qualified = table.value().contains(".") ? table.value() : "public." + table.value();
        if (qualified.endsWith(".weir_delivered")) {
            section.report(POSTGRESQL, "In 'weir_delivered' deliveries note what they brought: choose another name.");
        }
        DatabaseConfig database = DatabaseConfig.parse(section);
        Duration commit = section.duration("commit", COMMIT, Duration.ofSeconds(1));
        section.refuseOtherKeys();
        return new DeliveryConfig(
                name, stream, section.at(POSTGRESQL, qualified), new DeliveryConfig.Postgresql(database), commit);
    }

    private static DeliveryConfig iceberg(String name, YamlSection section) {
        At<String> stream = section.at("stream", required(section, "stream"));
        At<String> table = section.at(ICEBERG, required(section, ICEBERG));
        if (!table.value().isEmpty() && !table.value().matches(TABLE)) {
            section.report(
                    ICEBERG,
                    "A table's name is small letters, digits and '_', and starts with a letter; found '" + table.value()
                            + "'.");
        }
        if (table.value().endsWith("_latest")) {
            section.report(ICEBERG, "A name that ends in '_latest' is that of another table's newest rows in queries.");
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
        Duration commit = section.duration("commit", LAKE_COMMIT, Duration.ofSeconds(1));
        section.refuseOtherKeys();
        return new DeliveryConfig(
                name, stream, table, new DeliveryConfig.Iceberg(section.at("partition", partition)), commit);
    }

    private static String required(YamlSection section, String key) {
        String text = section.required(key);
        return text == null ? "" : text;
    }
}
