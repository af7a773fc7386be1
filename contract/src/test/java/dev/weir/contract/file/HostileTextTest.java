package dev.weir.contract.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.weir.contract.ContractException;
import dev.weir.contract.SchemaFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the text is, the answer is a contract or its problems. */
class HostileTextTest {

    private static final Path FOLDER = Path.of("src/test/resources/good-folder");
    private static final String SALT = "{}[]()<>:,;\"'#&*!|>%@`\\/-?.=~^$ \n\t\0\u00e4\ud83d\ude00abz019";

    @ParameterizedTest
    @CsvSource({"telemetry,avsc,AVRO,1", "users,proto,PROTOBUF,2"})
    void spoiledTextGivesProblemsWithPlaces(String name, String extension, SchemaFormat format, long seed)
            throws IOException {
        String yaml = Files.readString(FOLDER.resolve(name + ".yaml"));
        String schema = Files.readString(FOLDER.resolve(name + "." + extension));
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            String spoiledYaml = random.nextBoolean() ? spoil(yaml, random) : yaml;
            String spoiledSchema = random.nextBoolean() ? spoil(schema, random) : schema;
            try {
                ContractSource.parse(Path.of("x.yaml"), spoiledYaml, format, spoiledSchema);
            } catch (ContractException e) {
                refused++;
                assertThat(e.problems()).allSatisfy(problem -> {
                    assertThat(problem.line()).isPositive();
                    assertThat(problem.column()).isPositive();
                    assertThat(problem.message()).isNotBlank();
                });
            } catch (RuntimeException | Error e) {
                fail("seed %d, case %d%n%s%n%s".formatted(seed, i, spoiledYaml, spoiledSchema), e);
            }
        }
        assertThat(refused).isBetween(400, 1_450);
    }

    private static String spoil(String text, Random random) {
        StringBuilder spoiled = new StringBuilder(text);
        for (int times = random.nextInt(3); times >= 0; times--) {
            int at = random.nextInt(spoiled.length());
            int end = Math.min(spoiled.length(), at + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> spoiled.delete(at, end);
                case 1 -> spoiled.insert(at, SALT.charAt(random.nextInt(SALT.length())));
                default -> spoiled.insert(at, spoiled.substring(at, end));
            }
            if (spoiled.isEmpty()) {
                spoiled.append(' ');
            }
        }
        return spoiled.toString();
    }
}
