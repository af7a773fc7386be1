package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Imports a week of the Fraud Detection Handbook's card payments as events of the stream {@code transactions}, reads
 * the alerts that must come of it, and judges any payments by a plain loop.
 */
final class CardPayments {

    /** What makes an alert. */
    record Threshold(String minAmount, int minTransactions, int minTerminals) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Path folder;

    CardPayments(Path folder) {
        this.folder = folder;
    }

    boolean isPresent() {
        return Files.exists(folder.resolve("handbook-week1.csv.gz"));
    }

    /** The payments in the order of their time. */
    List<ObjectNode> transactions() throws IOException {
        return CsvFile.rows(folder.resolve("handbook-week1.csv.gz")).stream()
                .map(column -> transaction(
                        column[0],
                        Long.parseLong(column[2]),
                        Long.parseLong(column[3]),
                        new BigDecimal(column[4])
                                .setScale(2, RoundingMode.HALF_UP)
                                .toPlainString(),
                        CsvFile.epochMillis(column[1])))
                .toList();
    }

    static ObjectNode transaction(String id, long customer, long terminal, String amount, long time) {
        return JSON.createObjectNode()
                .put("transaction_id", id)
                .put("customer_id", customer)
                .put("terminal_id", terminal)
                .put("amount", amount)
                .put("event_time", time);
    }

    /** The expected alerts of the data set, in the form of {@link #line}. */
    Set<String> expectedAlerts() throws IOException {
        return CsvFile.rows(folder.resolve("expected-lookback-60m-2x150.csv")).stream()
                .map(column -> line(
                        column[0],
                        column[2],
                        CsvFile.epochMillis(column[1]),
                        column[3],
                        column[4],
                        column[5],
                        Arrays.asList(column[7].split(" "))))
                .collect(Collectors.toSet());
    }

    /** The alerts of any payments, by a loop over all pairs of a customer's, in the form of {@link #line}. */
    static Set<String> alerts(List<ObjectNode> transactions, NavigableMap<Long, Threshold> thresholds) {
        Map<Long, List<ObjectNode>> byCustomer = new HashMap<>();
        transactions.forEach(each -> byCustomer
                .computeIfAbsent(each.get("customer_id").asLong(), unused -> new ArrayList<>())
                .add(each));
        Set<String> alerts = new HashSet<>();
        for (List<ObjectNode> ofCustomer : byCustomer.values()) {
            for (ObjectNode trigger : ofCustomer) {
                long time = trigger.get("event_time").asLong();
                Threshold threshold = thresholds.floorEntry(time).getValue();
                List<ObjectNode> counted = ofCustomer.stream()
                        .filter(each -> each.get("event_time").asLong() >= time - HOUR
                                && each.get("event_time").asLong() <= time
                                && amount(each).compareTo(new BigDecimal(threshold.minAmount())) >= 0)
                        .toList();
                long terminals = counted.stream()
                        .map(each -> each.get("terminal_id"))
                        .distinct()
                        .count();
                if (counted.contains(trigger)
                        && counted.size() >= threshold.minTransactions()
                        && terminals >= threshold.minTerminals()) {
                    alerts.add(line(
                            trigger.get("customer_id").asText(),
                            trigger.get("transaction_id").asText(),
                            time,
                            Integer.toString(counted.size()),
                            Long.toString(terminals),
                            counted.stream()
                                    .map(CardPayments::amount)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                                    .toPlainString(),
                            counted.stream()
                                    .map(each -> each.get("transaction_id").asText())
                                    .toList()));
                }
            }
        }
        return alerts;
    }

    /** A row of the stream {@code fraud_alerts}. */
    static String line(JsonNode alert) {
        return line(
                alert.get("customer_id").asText(),
                alert.get("transaction_id").asText(),
                alert.get("event_time").asLong(),
                alert.get("transactions").asText(),
                alert.get("terminals").asText(),
                decimal(alert.get("total")),
                StreamSupport.stream(alert.get("transaction_ids").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }

    private static String line(
            String customer,
            String transaction,
            long time,
            String transactions,
            String terminals,
            String total,
            List<String> transactionIds) {
        return String.join(
                ",",
                customer,
                transaction,
                Long.toString(time),
                transactions,
                terminals,
                total,
                new TreeSet<>(transactionIds).toString());
    }

    private static BigDecimal amount(ObjectNode transaction) {
        return new BigDecimal(transaction.get("amount").asText());
    }

    /** A decimal of two places as Avro prints one that it takes for bytes. */
    private static String decimal(JsonNode bytes) {
        byte[] unscaled = bytes.asText().getBytes(StandardCharsets.ISO_8859_1);
        return new BigDecimal(new BigInteger(unscaled), 2).toPlainString();
    }
}
