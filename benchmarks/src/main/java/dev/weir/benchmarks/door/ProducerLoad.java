package dev.weir.benchmarks.door;

import dev.weir.benchmarks.measure.Span;
import dev.weir.benchmarks.telemetry.Reading;
import dev.weir.benchmarks.telemetry.ReadingFormat;
import dev.weir.benchmarks.telemetry.SensorName;
import dev.weir.benchmarks.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A bare producer, idempotent and acknowledged by all, that sends the bytes that the door would write; they are ready before. */
final class ProducerLoad {

    private final DoorJob job;
    private final AtomicReference<@Nullable Exception> lost = new AtomicReference<>();

    ProducerLoad(DoorJob job) {
        this.job = job;
    }

    Span run() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        ReadingFormat format = new ReadingFormat();
        Telemetry log = new Telemetry(job.log());
        Reading reading = new Reading();
        for (long i = 0; i < job.log().records() && log.next(reading); i++) {
            records.add(new ProducerRecord<>(
                    job.topic(), SensorName.of(reading.sensor()), format.write(reading, job.schemaId())));
        }
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                job.kafka(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 << 10);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, records.subList(0, job.warmUp()));
            Cpu begin = Cpu.now(job);
            List<ProducerRecord<byte[], byte[]>> measured = records.subList(job.warmUp(), records.size());
            send(producer, measured);
            return begin.until(Cpu.now(job), measured.size());
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
        for (ProducerRecord<byte[], byte[]> record : records) {
            producer.send(record, (sent, failure) -> {
                if (failure != null) {
                    lost.set(failure);
                }
            });
        }
        producer.flush();
        Exception failure = lost.get();
        if (failure != null) {
            throw new IllegalStateException("An event wasn't acknowledged", failure);
        }
    }
}
