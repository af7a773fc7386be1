package dev.weir.codec.protobuf;

import dev.weir.codec.FlinkTypes;
import dev.weir.codec.FuzzInput;
import dev.weir.codec.column.ReadRows;
import dev.weir.contract.event.RecordRejectedException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;

/** Hostile Protobuf: read or refused as by Protobuf's own parser, and the same whatever is asked for. */
public final class ProtobufBytesFuzz {

    private static final int PAIRS = 24;
    private static final List<Reader> READERS =
            IntStream.range(0, PAIRS).mapToObj(Reader::of).toList();

    private ProtobufBytesFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Reader reader = READERS.get(input.choice(PAIRS));
        byte[] value = input.rest();
        RowData[] row = new RowData[1];
        boolean taken = input.isTaken(
                () -> row[0] =
                        ReadRows.read(reader.ofAll, reader.schemas.reader().fields(), reader.columns, value),
                RecordRejectedException.class);
        boolean takenByNone = input.isTaken(
                () -> ReadRows.read(reader.ofNone, reader.schemas.reader().fields(), List.of(), value),
                RecordRejectedException.class);
        input.same(taken, takenByNone);
        if (value.length > 0 && value[0] == 0) {
            byte[] body = Arrays.copyOfRange(value, 1, value.length);
            RowData expected = MessageRows.row(body, reader.schemas.writer(), reader.schemas.reader(), reader.columns);
            input.same(taken, expected != null);
            if (expected != null) {
                input.same(row[0], expected);
            }
        }
    }

    private record Reader(
            RandomProtos.Pair schemas, List<String> columns, ProtobufColumnReader ofAll, ProtobufColumnReader ofNone) {

        static Reader of(int seed) {
            RandomProtos.Pair pair = new RandomProtos(new Random(seed)).pair();
            List<String> columns = FlinkTypes.columns(pair.reader().fields());
            return new Reader(
                    pair,
                    columns,
                    new ProtobufColumnReader(pair.writer(), pair.reader(), columns),
                    new ProtobufColumnReader(pair.writer(), pair.reader(), List.of()));
        }
    }
}
