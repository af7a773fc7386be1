package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.format.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.jspecify.annotations.Nullable;

/** Maps the writer's symbols, by position, to the reader's; null stands for one that the reader neither has nor defaults. */
final class EnumReader implements ValueReader {

    private static final byte[] NONE = new byte[0];

    private final @Nullable StringData[] symbols;
    private final byte[][] texts;

    EnumReader(@Nullable String[] symbols) {
        this.symbols = new StringData[symbols.length];
        texts = new byte[symbols.length][];
        for (int i = 0; i < symbols.length; i++) {
            String symbol = symbols[i];
            texts[i] = symbol == null ? NONE : symbol.getBytes(StandardCharsets.UTF_8);
            if (symbol != null) {
                BinaryStringData text = BinaryStringData.fromString(symbol);
                text.ensureMaterialized();
                this.symbols[i] = text;
            }
        }
    }

    @Override
    public StringData read(AvroInput in) throws Rejection {
        return Objects.requireNonNull(symbols[index(in)]);
    }

    @Override
    public void read(AvroInput in, Column into, int row) throws Rejection {
        byte[] text = texts[index(in)];
        into.setBytes(row, text, 0, text.length);
    }

    private int index(AvroInput in) throws Rejection {
        int index = in.readInt();
        if (index < 0 || index >= symbols.length) {
            throw Rejection.malformed("one of " + symbols.length + " symbols", "an index beyond them");
        }
        if (symbols[index] == null) {
            throw Rejection.outOfRange("a symbol of the reader's enum", "one that only the writer's enum has");
        }
        return index;
    }
}
