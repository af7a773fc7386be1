package dev.weir.pipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.StreamContract;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces the personal columns of events. Equal values of a column become equal ones and different values different
 * ones; types, lengths and punctuation stay, so that what a contract's rules ask of a form mostly holds. Who doesn't
 * have the secret can't tell what a value was, save its length; of columns with few values order and frequency remain.
 *
 * <p>Not thread-safe: remembers what it has given, so as not to give it twice.
 */
public final class Masks {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int ATTEMPTS = 10_000;
    private static final long DAYS = 3_650;

    private final Map<String, FieldType> personal = new HashMap<>();
    private final byte[] secret;
    private final Map<String, Map<String, JsonNode>> given = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();

    /** @param secret of {@value #SECRET_BYTES} bytes; the same secret gives the same masks */
    public Masks(StreamContract contract, byte[] secret) {
        this.secret = secret.clone();
        contract.personal()
                .forEach(column ->
                        contract.schema().fields().find(column).ifPresent(field -> personal.put(column, field.type())));
    }

    public static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** A copy of an event, or of some columns of one. */
    public ObjectNode mask(ObjectNode event) {
        ObjectNode masked = event.deepCopy();
        personal.forEach((column, type) -> {
            JsonNode value = event.get(column);
            if (value != null) {
                masked.set(column, mask(column, type, value));
            }
        });
        return masked;
    }

    private JsonNode mask(String column, FieldType type, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        if (type instanceof FieldType.ListOf list) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> masked.add(mask(column, list.element(), element)));
            return masked;
        }
        if (type instanceof FieldType.MapOf map) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            value.properties()
                    .forEach(entry -> masked.set(
                            mask(column, FieldType.Scalar.STRING, TextNode.valueOf(entry.getKey()))
                                    .textValue(),
                            mask(column, map.value(), entry.getValue())));
            return masked;
        }
        if (type instanceof FieldType.Struct struct) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            for (Field field : struct.fields()) {
                if (value.has(field.name())) {
                    masked.set(field.name(), mask(column + "." + field.name(), field.type(), value.get(field.name())));
                }
            }
            return masked;
        }
        return given.computeIfAbsent(column, key -> new HashMap<>())
                .computeIfAbsent(value.asText(), text -> fresh(column, type, value));
    }

    /** One that no other value has; where there are too few, as of booleans, the last that was tried. */
    private JsonNode fresh(String column, FieldType type, JsonNode value) {
        Set<String> used = taken.computeIfAbsent(column, key -> new HashSet<>());
        JsonNode masked = value;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            masked = leaf(type, value, random(column, value.asText(), attempt));
            if (used.add(masked.asText())) {
                return masked;
            }
        }
        return masked;
    }

    private Random random(String column, String text, int attempt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] digest = mac.doFinal((column + '\0' + text + '\0' + attempt).getBytes(StandardCharsets.UTF_8));
            return new Random(java.nio.ByteBuffer.wrap(digest).getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM + ".", e);
        }
    }

    private static JsonNode leaf(FieldType type, JsonNode value, Random random) {
        if (type instanceof FieldType.Enumeration enumeration) {
            List<String> symbols = enumeration.symbols();
            return TextNode.valueOf(symbols.get(random.nextInt(symbols.size())));
        }
        if (type instanceof FieldType.Timestamp) {
            Instant time = Instant.parse(value.asText());
            return TextNode.valueOf(time.minusMillis((long) (random.nextDouble() * DAYS * 86_400_000))
                    .toString());
        }
        if (type == FieldType.Scalar.DATE) {
            return TextNode.valueOf(LocalDate.parse(value.asText())
                    .minus((long) (random.nextDouble() * DAYS), ChronoUnit.DAYS)
                    .toString());
        }
        if (type == FieldType.Scalar.BYTES || type instanceof FieldType.Fixed) {
            byte[] bytes = Base64.getDecoder().decode(value.asText());
            random.nextBytes(bytes);
            return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
        }
        if (type == FieldType.Scalar.BOOLEAN) {
            return BooleanNode.valueOf(random.nextBoolean());
        }
        if (value.isIntegralNumber()) {
            return integer(type, value.longValue(), random);
        }
        if (value.isNumber()) {
            return JsonNodeFactory.instance.numberNode(
                    new BigDecimal(digits(value.decimalValue().toPlainString(), random)));
        }
        return TextNode.valueOf(type == FieldType.Scalar.UUID ? uuid(random) : letters(value.asText(), random));
    }

    /** As many digits, and the same sign. */
    private static JsonNode integer(FieldType type, long value, Random random) {
        long limit = type == FieldType.Scalar.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        BigDecimal magnitude = new BigDecimal(value).abs();
        BigDecimal lowest =
                magnitude.precision() == 1 ? BigDecimal.ZERO : BigDecimal.TEN.pow(magnitude.precision() - 1);
        BigDecimal highest = BigDecimal.TEN.pow(magnitude.precision()).min(new BigDecimal(limit));
        long masked = lowest.add(highest.subtract(lowest).multiply(BigDecimal.valueOf(random.nextDouble())))
                .longValue();
        return JsonNodeFactory.instance.numberNode(value < 0 ? -masked : masked);
    }

    private static String uuid(Random random) {
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String digits(String text, Random random) {
        return letters(text, random).replaceFirst("^(-?)0(?=\\d)", "$11");
    }

    private static String letters(String text, Random random) {
        StringBuilder masked = new StringBuilder();
        text.codePoints().forEach(letter -> {
            if (Character.isDigit(letter)) {
                masked.append((char) ('0' + random.nextInt(10)));
            } else if (Character.isLetter(letter)) {
                masked.append((char) ((Character.isUpperCase(letter) ? 'A' : 'a') + random.nextInt(26)));
            } else {
                masked.appendCodePoint(letter);
            }
        });
        return masked.toString();
    }
}
