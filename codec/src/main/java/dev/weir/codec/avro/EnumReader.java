package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.jspecify.annotations.Nullable;

/** Maps the writer's symbols, by position, to the reader's; null stands for one that the reader neither has nor defaults. */
final class EnumReader implements ValueReader {

    private final @Nullable StringData[] symbols;

    EnumReader(@Nullable String[] symbols) {
        this.symbols = new StringData[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            String symbol = symbols[i];
            if (symbol != null) {
                BinaryStringData text = BinaryStringData.fromString(symbol);
                text.ensureMaterialized();
                this.symbols[i] = text;
            }
        }
    }

    @Override
    public StringData read(AvroInput in) throws Rejection {
        int index = in.readInt();
        if (index < 0 || index >= symbols.length) {
            throw Rejection.malformed("one of " + symbols.length + " symbols", "an index beyond them");
        }
        StringData symbol = symbols[index];
        if (symbol == null) {
            throw Rejection.outOfRange("a symbol of the reader's enum", "one that only the writer's enum has");
        }
        return symbol;
    }
}
