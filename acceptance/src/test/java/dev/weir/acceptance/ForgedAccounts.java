package dev.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.operate.fate.Fate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's ledger under another name with errors in it, and errors in the letters of its stream, written by a plain
 * producer. It knows what an audit has to find.
 */
final class ForgedAccounts {

    private final Weir weir;
    private final String name;
    private final List<GenericRecord> entries;
    private final FatesByOffset fates;
    private final List<String> expected = new ArrayList<>();

    ForgedAccounts(Weir weir, String name, LedgerOfPipeline original) {
        this.weir = weir;
        this.name = name;
        fates = original.fates();
        entries = new ArrayList<>(original.entries());
        entries.replaceAll(entry -> with(entry, "pipeline", name));
    }

    /** What is wrong and where: kind, partition, and the offsets from and to. */
    List<String> expected() {
        return expected.stream().sorted().toList();
    }

    private static GenericRecord with(GenericRecord entry, String column, @Nullable Object value) {
        GenericRecord copy = GenericData.get().deepCopy(entry.getSchema(), entry);
        copy.put(column, value);
        return copy;
    }

    private void expect(String kind, int partition, long from, long to) {
        expected.add(kind + " " + partition + " " + from + " " + to);
    }

    private void expect(String kind, GenericRecord entry) {
        expect(
                kind,
                partition(entry),
                LedgerOfPipeline.number(entry, "from_offset"),
                LedgerOfPipeline.number(entry, "to_offset"));
    }

    private static int partition(GenericRecord entry) {
        return (int) LedgerOfPipeline.number(entry, "partition");
    }

    /** One of the partition's entries: the first is 0, the last 1. */
    private GenericRecord entry(int partition, double place) {
        List<GenericRecord> all =
                entries.stream().filter(entry -> partition(entry) == partition).toList();
        return all.get((int) Math.round(place * (all.size() - 1)));
    }

    private GenericRecord largest(int partition) {
        return entries.stream()
                .filter(entry -> partition(entry) == partition)
                .max(Comparator.comparingLong(entry ->
                        LedgerOfPipeline.number(entry, "to_offset") - LedgerOfPipeline.number(entry, "from_offset")))
                .orElseThrow();
    }

    private void replace(GenericRecord entry, GenericRecord... by) {
        int at = entries.indexOf(entry);
        entries.remove(at);
        entries.addAll(at, Arrays.asList(by));
    }

    void leaveOutAnEntry(int partition) {
        GenericRecord entry = entry(partition, 0.5);
        replace(entry);
        expect("GAP", entry);
    }

    void doubleAnEntry(int partition) {
        GenericRecord entry = entry(partition, 0.5);
        replace(entry, entry, entry);
        expect("OVERLAP", entry);
    }

    void countAResetMore(int partition) {
        GenericRecord entry = entry(partition, 1);
        replace(entry, with(entry, "resets", LedgerOfPipeline.number(entry, "resets") + 1));
        expect("COUNTER", entry);
    }

    /** An event that the log has, the ledger has not. */
    void loseAnEvent(int partition) {
        GenericRecord entry = entry(partition, 0.3);
        replace(entry, with(entry, "on_time", LedgerOfPipeline.number(entry, "on_time") - 1));
        expect("RECOUNT", entry);
    }

    /** Events behind the end of the log. */
    void inventEvents(int partition) {
        GenericRecord entry = entry(partition, 1);
        GenericRecord longer = with(entry, "to_offset", LedgerOfPipeline.number(entry, "to_offset") + 3);
        longer.put("on_time", LedgerOfPipeline.number(entry, "on_time") + 3);
        replace(entry, longer);
        expect("RECOUNT", longer);
    }

    /** The first event of one fate in an entry has another; of on time it is the first that isn't listed. */
    void misjudge(int partition, Fate from, Fate to) {
        GenericRecord entry = largest(partition);
        long first = LedgerOfPipeline.number(entry, "from_offset");
        int offset = (int) (offset(partition, from, first) - first);
        GenericRecord wrong = GenericData.get().deepCopy(entry.getSchema(), entry);
        count(wrong, from, -1, offset);
        count(wrong, to, 1, offset);
        replace(entry, wrong);
        expect("FATE", partition, first + offset, first + offset + 1);
    }

    private static void count(GenericRecord entry, Fate fate, int more, int offset) {
        String column = fate.name().toLowerCase(Locale.ROOT);
        entry.put(column, LedgerOfPipeline.number(entry, column) + more);
        if (fate != Fate.ON_TIME) {
            TreeSet<Integer> offsets = new TreeSet<>();
            IntStream.of(LedgerOfPipeline.offsets(entry, column + "_offsets")).forEach(offsets::add);
            if (more > 0) {
                offsets.add(offset);
            } else {
                offsets.remove(offset);
            }
            int[] all = offsets.stream().mapToInt(each -> each).toArray();
            entry.put(column + "_offsets", all.length == 0 ? null : LedgerOfPipeline.bitmap(all));
        }
    }

    private long offset(int partition, Fate fate, long from) {
        long offset = from;
        while (fates.at(partition, offset) != fate) {
            offset++;
        }
        return offset;
    }

    /** Writes the ledger. */
    void write() {
        Topic ledger = new Topic(weir, LedgerOfPipeline.TOPIC);
        int schema = schema(ledger.records().get(0));
        ledger.write(name, entries.stream().map(entry -> encode(entry, schema)).toList());
    }

    /** Takes a letter away, puts another's bytes into the next, and writes one of an event that isn't dead. */
    void forgeLetters(Topic letters, int partition) {
        long missing = offset(partition, Fate.DEAD, 0);
        long wrong = offset(partition, Fate.DEAD, missing + 1);
        long phantom = offset(partition, Fate.ON_TIME, wrong);
        ConsumerRecord<byte[], byte[]> first = letters.records().get(0);
        letters.write(key(letters, partition, missing), Arrays.asList(new byte[][] {null}));
        for (long offset : new long[] {wrong, phantom}) {
            GenericRecord letter = letters.record(first.value());
            letter.put("partition", partition);
            letter.put("offset", offset);
            letter.put("value", ByteBuffer.wrap(new byte[] {4, 2}));
            letters.write(key(letters, partition, offset), List.of(encode(letter, schema(first))));
        }
        expect("MISSING_LETTER", partition, missing, missing + 1);
        expect("WRONG_LETTER", partition, wrong, wrong + 1);
        expect("PHANTOM_LETTER", partition, phantom, phantom + 1);
    }

    /**
     * Takes an event out of one key's count in an output of mode upsert, counts one of another key twice, and invents one of a
     * third. Returns what must be found.
     */
    static List<String> forgeCounts(Topic output) {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = output.newestRecords();
        List<String> keys = newest.keySet().stream().sorted().limit(2).toList();
        Map<String, Integer> more = Map.of(keys.get(0), -1, keys.get(1), 1, "nobody", 1);
        more.forEach((key, difference) -> {
            ConsumerRecord<byte[], byte[]> known = newest.getOrDefault(key, newest.get(keys.get(0)));
            GenericRecord row = output.record(known.value());
            row.put("sensor", key);
            row.put("n", (newest.containsKey(key) ? (Long) row.get("n") : 0L) + difference);
            output.write(key, List.of(encode(row, schema(known))));
        });
        return output.newestRecords().entrySet().stream()
                .filter(entry -> more.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .map(record -> "ACCOUNT " + record.partition() + " " + record.offset() + " " + (record.offset() + 1))
                .sorted()
                .toList();
    }

    private static String key(Topic letters, int partition, long offset) {
        String stream = letters.name().replace(".dead", "");
        return "[\"" + stream + "\"," + partition + "," + offset + "]";
    }

    private static int schema(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.wrap(record.value()).getInt(1);
    }

    private static byte[] encode(GenericRecord row, int schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).putInt(1, schema).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(row.getSchema()).write(row, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can't be written", e);
        }
        return bytes.toByteArray();
    }

    /** What an audit found in a stream or an account, in the words of {@link #expected}. */
    static List<String> found(JsonNode audited) {
        return audited.get("findings")
                .valueStream()
                .map(finding -> finding.get("kind").asText() + " "
                        + finding.get("partition").asInt() + " "
                        + finding.get("from").asLong() + " "
                        + finding.get("to").asLong())
                .sorted()
                .toList();
    }
}
