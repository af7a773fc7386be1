package dev.weir.benchmarks.latency;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Values of payments, in Confluent's wire format, and what alerts have in common with them. Not thread-safe. */
final class PaymentFormat {

    /** Magic byte and schema id. */
    private static final int FRAME = 5;

    private final int schema;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

    PaymentFormat(int schema) {
        this.schema = schema;
    }

    byte[] write(int card, int payment, int amount, long paidAt) throws IOException {
        bytes.reset();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(0);
        frame.writeInt(schema);
        encoder.writeInt(card);
        encoder.writeInt(payment);
        encoder.writeInt(amount);
        encoder.writeLong(paidAt);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** The number of the payment in a payment or an alert. */
    static int payment(byte[] value) throws IOException {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, null);
        decoder.readInt();
        return decoder.readInt();
    }
}
