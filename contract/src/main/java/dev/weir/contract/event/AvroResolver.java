package dev.weir.contract.event;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Bodies that one Avro schema wrote as another would have written them, by the specification's rules of schema resolution.
 * Safe to share between threads.
 */
final class AvroResolver {

    /** Without conversions of logical types; to make one looks for them on the whole class path. */
    private static final GenericData RAW = new GenericData();

    private final Schema from;
    private final Schema to;
    private final boolean sameName;

    /** One of each thread: it takes long to make, and Avro doesn't say that it can be shared. */
    private final ThreadLocal<GenericDatumReader<Object>> readers;

    AvroResolver(Schema from, Schema to) {
        this.from = from;
        this.to = to;
        sameName = Schema.applyAliases(from, to).getName().equals(to.getName());
        readers = ThreadLocal.withInitial(() -> new GenericDatumReader<>(from, to, RAW));
    }

    byte[] resolved(byte[] value, int offset) throws RecordRejectedException {
        if (!sameName) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "record " + to.getFullName(), "record " + from.getFullName());
        }
        try {
            Object datum = readers.get()
                    .read(null, DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(to, RAW).write(datum, encoder);
            return bytes.toByteArray();
        } catch (EOFException e) {
            throw new RecordRejectedException(
                    RejectCode.MALFORMED, "", "one event in Avro binary", "the end of the bytes");
        } catch (AvroRuntimeException e) {
            throw new RecordRejectedException(
                    RejectCode.WRONG_SCHEMA, "", "an event that the newest schema can read", "one that it can't");
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory can't fail to be read or written", e);
        }
    }
}
