package dev.weir.codec.protobuf;

import dev.weir.codec.column.BodyReader;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.PaddedBytes;
import dev.weir.codec.format.Rejection;
import dev.weir.contract.ProtobufStreamSchema;
import dev.weir.contract.event.RecordRejectedException;
import dev.weir.contract.event.WireFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one Protobuf schema wrote as another; fields are matched by number.
 *
 * <p>Stricter than Protobuf, which takes nearly any bytes for a message: the messages' names must match (without
 * package), fields that the writer's schema doesn't have are refused, and a field's type may only have widened.
 */
public final class ProtobufColumnReader implements BodyReader {

    private final CarefulMessages careful;
    private final @Nullable ProtobufFields quick;
    private final PaddedBytes padded = new PaddedBytes();

    /** @param columns the fields of {@code reader} to read, in this order */
    public ProtobufColumnReader(ProtobufStreamSchema writer, ProtobufStreamSchema reader, List<String> columns) {
        careful = new CarefulMessages(writer, reader, columns);
        quick = writer.message().getName().equals(reader.message().getName())
                ? WireField.all(writer, reader, columns)
                        .map(fields -> ProtobufFieldsSource.compile(fields, columns.size()))
                        .orElse(null)
                : null;
    }

    @Override
    public void read(byte[] bytes, int from, int to, Columns into) throws RecordRejectedException {
        ByteBuffer frame = ByteBuffer.wrap(bytes, from, to - from);
        WireFormat.skipFirstMessageIndexes(frame);
        int body = frame.position();
        if (!readQuickly(bytes, body, to, into)) {
            try {
                careful.read(bytes, body, to, into);
            } catch (Rejection rejection) {
                throw rejection.finish();
            }
        }
    }

    private boolean readQuickly(byte[] bytes, int from, int to, Columns into) {
        if (quick == null) {
            return false;
        } else if (PaddedBytes.isPadded(bytes, to)) {
            return quick.read(bytes, from, to, into) == to;
        }
        return quick.read(padded.copy(bytes, from, to), 0, to - from, into) == to - from;
    }
}
