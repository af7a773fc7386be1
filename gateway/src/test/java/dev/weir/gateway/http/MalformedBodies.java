package dev.weir.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies that no stream of {@link Door} takes. */
public final class MalformedBodies {

    private MalformedBodies() {}

    static final String GOOD = "{\"id\":\"a\",\"at\":\"2026-01-31T12:00:00Z\",\"amount\":12}";

    /** Each turns a good event into one that no contract takes, whatever the random numbers are. */
    private static final List<Mutation> MUTATIONS = List.of(
            (event, random) -> cut(event, 1 + random.nextInt(event.length() - 1)),
            (event, random) -> insert(event, 1 + random.nextInt(5), "\u0001"),
            (event, random) -> event + GOOD.charAt(random.nextInt(GOOD.length() - 1)),
            (event, random) -> ",:]}x7\"".charAt(random.nextInt(7)) + event,
            (event, random) -> event.replace("\"id\"", "\"id" + (char) ('a' + random.nextInt(26)) + "\""),
            (event, random) -> event.replace(
                    "\"a\"",
                    List.of("7", "null", "true", "[]", "{}", "\"\\udc00\"").get(random.nextInt(6))),
            (event, random) -> event.replace("12}", random.nextInt(1000) + "." + (1 + random.nextInt(9)) + "}"),
            (event, random) -> event.replace("12}", "1e" + (10 + random.nextInt(400)) + "}"),
            (event, random) -> event.replace("12}", 1000L + random.nextInt(1_000_000) + "}"),
            (event, random) ->
                    event.replace(random.nextBoolean() ? "\"id\":\"a\"," : "\"at\":\"2026-01-31T12:00:00Z\",", ""),
            (event, random) -> event.replace("2026-01", "2026-1" + (3 + random.nextInt(7))),
            (event, random) -> event.replace("}", ",\"at\":" + random.nextInt() + "}"),
            (event, random) -> event.replace("}", ",\"x" + random.nextInt(100) + "\":" + GOOD + "}"),
            (event, random) -> event.replace("12}", "[".repeat(1 + random.nextInt(200)) + "}"),
            (event, random) -> event.replace("12}", "NaN}".substring(random.nextInt(3))));

    private interface Mutation {
        String apply(String event, Random random);
    }

    /** The same bodies each time. */
    public static List<byte[]> of(int count) {
        List<byte[]> bodies = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            Random random = new Random(seed);
            byte[] body =
                    MUTATIONS.get(seed % MUTATIONS.size()).apply(GOOD, random).getBytes(UTF_8);
            if (seed % 10 == 9) {
                body = Arrays.copyOf(body, body.length);
                body[random.nextInt(body.length)] = (byte) (0xf8 + random.nextInt(8));
            }
            bodies.add(body);
        }
        return bodies;
    }

    private static String cut(String event, int length) {
        return event.substring(0, length);
    }

    private static String insert(String event, int position, String text) {
        return event.substring(0, position) + text + event.substring(position);
    }
}
