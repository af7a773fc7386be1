package dev.weir.codec.avro;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.FuzzInput;
import dev.weir.codec.column.ReadRows;
import dev.weir.contract.AvroStreamSchema;
import dev.weir.contract.ContractException;
import dev.weir.contract.event.RecordRejectedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Hostile Avro: read as a whole or refused, and the same whatever is asked for. */
public final class AvroBytesFuzz {

    private static final int PAIRS = 24;
    private static final List<Reader> READERS =
            IntStream.range(0, PAIRS).mapToObj(Reader::of).toList();

    private AvroBytesFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Reader reader = READERS.get(input.choice(PAIRS));
        byte[] body = input.rest();
        boolean taken = input.isTaken(
                () -> ReadRows.read(reader.ofAll, reader.stream.fields(), reader.columns, body),
                RecordRejectedException.class);
        boolean takenByNone = input.isTaken(
                () -> ReadRows.read(reader.ofNone, reader.stream.fields(), List.of(), body),
                RecordRejectedException.class);
        input.same(taken, takenByNone);
    }

    private record Reader(
            AvroStreamSchema stream, List<String> columns, AvroColumnReader ofAll, AvroColumnReader ofNone) {

        static Reader of(int seed) {
            RandomSchemas.Pair pair = new RandomSchemas(new Random(seed)).pair();
            try {
                AvroStreamSchema stream = AvroStreamSchema.parse(
                        Path.of("fuzz.avsc"), pair.reader().toString());
                List<String> columns = FlinkTypes.columns(stream.fields());
                return new Reader(
                        stream,
                        columns,
                        new AvroColumnReader(pair.writer(), stream, columns),
                        new AvroColumnReader(pair.writer(), stream, List.of()));
            } catch (ContractException e) {
                throw new AssertionError("seed " + seed + " makes no stream schema", e);
            }
        }
    }
}
