package dev.weir.acceptance;

import dev.weir.acceptance.PlantedEvents.Corruption;
import dev.weir.acceptance.PlantedEvents.Event;
import dev.weir.operate.fate.Fate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link PlantedEvents} into Kafka as a stranger's producer would, by the schemas that the registry has by then, and
 * knows which offset has which fate.
 */
final class PlantedLog {

    static final String STREAM = "readings";

    private static final byte[] FRAME = new byte[5];
    private static final int NOBODYS_SCHEMA = 999_999;

    /** A version of the schema that is written with. */
    private record Version(int id, Schema schema, GenericDatumWriter<GenericRecord> writer) {}

    private final Weir weir;
    private final PlantedEvents events;
    private final FatesByOffset fates = new FatesByOffset();
    private final long[] ends = new long[PlantedEvents.PARTITIONS];
    private final Map<Fate, Map<Integer, Long>> bySensor = new EnumMap<>(Fate.class);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private List<Version> versions = List.of();
    private @Nullable BinaryEncoder encoder;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private volatile @Nullable Exception lost;

    PlantedLog(Weir weir, long seed, long size) {
        this.weir = weir;
        events = new PlantedEvents(seed, size, this::send);
    }

    /** Writes until the log has this many events, with all schemas that the registry has now. Returns how long it took. */
    Duration writeUntil(long total) {
        long begin = System.nanoTime();
        versions = versions();
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                weir.kafka(),
                ProducerConfig.LINGER_MS_CONFIG,
                50,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4");
        try (var opened = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer = opened;
            events.tellUntil(total);
            opened.flush();
        }
        if (lost != null) {
            throw new IllegalStateException("The log has a hole", lost);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private List<Version> versions() {
        URI subject = URI.create(weir.registry() + "/subjects/" + STREAM + "-value/versions");
        return Http.json(subject)
                .valueStream()
                .map(version -> Http.json(URI.create(subject + "/" + version.asInt())))
                .map(version -> {
                    Schema schema =
                            new Schema.Parser().parse(version.get("schema").asText());
                    return new Version(version.get("id").asInt(), schema, new GenericDatumWriter<>(schema));
                })
                .toList();
    }

    private void send(Event event, Fate fate) {
        byte[] key = PlantedEvents.name(event.sensor()).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(STREAM, event.partition(), key, value(event));
        if (producer == null) {
            throw new IllegalStateException("Nothing is being written");
        }
        producer.send(record, (sent, failure) -> {
            if (failure != null) {
                lost = failure;
            }
        });
        fates.add(event.partition(), fate, ends[event.partition()]++);
        bySensor.computeIfAbsent(fate, unused -> new HashMap<>()).merge(event.sensor(), 1L, Long::sum);
    }

    private byte @Nullable [] value(Event event) {
        byte[] good = encode(event, versions.get(event.sensor() % versions.size()));
        return switch (event.corruption()) {
            case NONE, AGAINST_THE_RULE -> good;
            case NO_VALUE -> null;
            case NO_FRAME -> new byte[] {0, 0, 0};
            case TRUNCATED -> Arrays.copyOf(good, good.length - 4);
            case GARBAGE -> {
                Arrays.fill(good, FRAME.length, good.length, (byte) 0xff);
                yield good;
            }
            case WRONG_SCHEMA -> ByteBuffer.wrap(good).putInt(1, NOBODYS_SCHEMA).array();
        };
    }

    /** Columns that a version lacks are left out. */
    private byte[] encode(Event event, Version version) {
        GenericRecord row = new GenericData.Record(version.schema);
        for (Schema.Field field : version.schema.getFields()) {
            row.put(
                    field.pos(),
                    switch (field.name()) {
                        case "sensor" -> PlantedEvents.name(event.sensor());
                        case "seq" -> event.sequence();
                        case "at" -> event.time();
                        case "value" -> event.corruption() == Corruption.AGAINST_THE_RULE ? -100.0 : 20.5;
                        case "unit" -> event.sensor() % 2 == 0 ? "mm/s" : null;
                        case "site" -> "north";
                        default -> throw new IllegalStateException("A field that nobody writes: " + field);
                    });
        }
        bytes.reset();
        bytes.writeBytes(FRAME);
        encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
        try {
            version.writer.write(row, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can't be written", e);
        }
        byte[] value = bytes.toByteArray();
        ByteBuffer.wrap(value).putInt(1, version.id);
        return value;
    }

    FatesByOffset fates() {
        return fates;
    }

    /** How many records each partition has. */
    long[] ends() {
        return ends.clone();
    }

    long size() {
        return Arrays.stream(ends).sum();
    }

    long misplaced() {
        return events.misplaced();
    }

    /** How many events of each sensor have one of these fates. */
    Map<String, Long> bySensor(Fate... fates) {
        Map<String, Long> counts = new HashMap<>();
        for (Fate fate : fates) {
            bySensor.getOrDefault(fate, Map.of())
                    .forEach((sensor, events) -> counts.merge(PlantedEvents.name(sensor), events, Long::sum));
        }
        return counts;
    }
}
