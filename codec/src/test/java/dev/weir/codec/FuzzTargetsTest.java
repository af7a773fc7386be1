package dev.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.avro.AvroBytesFuzz;
import dev.weir.codec.protobuf.ProtobufBytesFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The targets of the fuzzer over what it found once, and some random bytes; the README says how to run it. */
class FuzzTargetsTest {

    private static final Path CORPUS = Path.of("src/test/fuzz");
    private static final int MOST_BYTES = 120;

    static Stream<Arguments> targets() {
        return Stream.of(
                target("AvroBytesFuzz", AvroBytesFuzz::fuzzerTestOneInput, 3_000),
                target("ProtobufBytesFuzz", ProtobufBytesFuzz::fuzzerTestOneInput, 3_000),
                target("RecordKeysFuzz", RecordKeysFuzz::fuzzerTestOneInput, 3_000),
                target("RulesFuzz", RulesFuzz::fuzzerTestOneInput, 30));
    }

    private static Arguments target(String name, Consumer<byte[]> target, int inputs) {
        return Arguments.of(name, target, inputs);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void everyInputIsTakenOrRefusedAsItShould(String name, Consumer<byte[]> target, int inputs) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            List<Path> found = files.sorted().toList();
            assertThat(found).isNotEmpty();
            for (Path file : found) {
                target.accept(Files.readAllBytes(file));
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < inputs; i++) {
            byte[] bytes = new byte[random.nextInt(MOST_BYTES)];
            random.nextBytes(bytes);
            target.accept(bytes);
        }
    }
}
