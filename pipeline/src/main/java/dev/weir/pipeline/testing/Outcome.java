package dev.weir.pipeline.testing;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What came of a test's events.
 *
 * @param committed all records written, in their order
 * @param fates how many events of each stream had each fate; by stream, then by fate
 */
record Outcome(List<ProducerRecord<byte[], byte[]>> committed, Map<String, Map<String, Long>> fates) {}
