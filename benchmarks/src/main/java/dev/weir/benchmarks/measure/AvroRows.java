package dev.weir.benchmarks.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads values in Confluent's wire format with Avro's own reader, whoever wrote them. Not thread-safe. */
public final class AvroRows {

    private static final int FRAME = 5;

    private final String registry;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private @Nullable GenericRecord row;
    private @Nullable BinaryDecoder decoder;

    /** @param registry Confluent's API of it */
    public AvroRows(String registry) {
        this.registry = registry;
    }

    /** The same object again and again. */
    public GenericRecord read(byte[] value) {
        int id = ByteBuffer.wrap(value).getInt(1);
        decoder = DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, decoder);
        try {
            GenericRecord read = readers.computeIfAbsent(id, this::reader).read(row, decoder);
            row = read;
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("A row isn't as its schema " + id + " says", e);
        }
    }

    /** @throws IllegalStateException if the row has none there */
    public static long number(GenericRecord row, String column) {
        return decimal(row, column).longValue();
    }

    /** @throws IllegalStateException if the row has none there */
    public static Number decimal(GenericRecord row, String column) {
        if (!(row.get(column) instanceof Number number)) {
            throw new IllegalStateException("A row lacks " + column + ": " + row);
        }
        return number;
    }

    private GenericDatumReader<GenericRecord> reader(int id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id))
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            String schema = new ObjectMapper().readTree(answer).get("schema").asText();
            return new GenericDatumReader<>(new Schema.Parser().parse(schema));
        } catch (IOException e) {
            throw new UncheckedIOException("The registry doesn't give schema " + id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the registry was asked for schema " + id, e);
        }
    }
}
