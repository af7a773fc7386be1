package dev.weir.streams.judge;

import dev.weir.contract.FieldType;
import dev.weir.contract.Identity;
import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.FateRules;
import dev.weir.streams.fate.KeyTable;
import dev.weir.streams.fate.PartitionFates;
import dev.weir.streams.rollup.GroupLender;
import dev.weir.streams.rollup.Rollup;
import dev.weir.streams.rollup.RollupSpec;
import dev.weir.streams.rollup.RollupState;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** What a source must know to read and judge a stream; it travels with the job to its tasks. */
public final class Reading implements Serializable {

    private static final long serialVersionUID = 1;

    private final PortableContract contract;
    private final PortableRegistry registry;
    private final List<String> columns;
    private final AddedColumns added;
    private final Set<Shown> shown;
    private final List<RollupSpec> rollups;
    private final TypeInformation<RowData> judged;
    private final String ledger;

    /**
     * @param columns the columns that the events shall have
     * @param added what they shall have behind them
     * @param shown the tables that are read; events that are in none aren't emitted
     * @param rollups what is computed of them where they are read
     * @param judged the type of the rows that a {@link Judge} emits
     * @param ledger how the ledger names the pipeline that reads; empty if none is kept
     */
    public Reading(
            StreamContract contract,
            PortableRegistry registry,
            List<String> columns,
            AddedColumns added,
            Set<Shown> shown,
            List<RollupSpec> rollups,
            TypeInformation<RowData> judged,
            String ledger) {
        this.contract = new PortableContract(contract);
        this.registry = registry;
        this.columns = List.copyOf(columns);
        this.added = added;
        this.shown = Set.copyOf(shown);
        this.rollups = List.copyOf(rollups);
        this.judged = judged;
        this.ledger = ledger;
    }

    /** The type of the rows that a {@link Judge} emits. */
    public TypeInformation<RowData> judged() {
        return judged;
    }

    /**
     * Connects to the registry; for one thread.
     *
     * @param wait is told when that thread has to wait for it
     */
    public RecordReader open(RegistryWait wait) {
        StreamContract opened = contract.contract();
        return new RecordReader(opened, registry.connect(opened.name(), wait), columns, read(), added);
    }

    /** What tells the events of batches from each other; for one thread. */
    Identities identities() {
        StreamContract opened = contract.contract();
        return new Identities(opened.schema().fields(), RecordReader.identity(opened), read());
    }

    /** The rows of the events; for one thread. */
    EventRows rows() {
        return new EventRows(contract.contract(), columns, added);
    }

    /** By fate, whether events are emitted that have it. */
    boolean[] emitted() {
        boolean[] emitted = new boolean[Fate.values().length];
        shown.forEach(table -> table.fates().forEach(fate -> emitted[fate.ordinal()] = true));
        return emitted;
    }

    /** How the ledger names the pipeline that reads; empty if none is kept. */
    public String ledger() {
        return ledger;
    }

    /** How many roll-ups there are. */
    int rollups() {
        return rollups.size();
    }

    /** A partition that was never read, by its number. */
    public JudgedPartition partition(int number) {
        PartitionFates fates = new PartitionFates(rules());
        List<RollupState> states = bound().stream()
                .map(rollup -> new RollupState(rollup, number, lender(rollup, fates)))
                .toList();
        return new JudgedPartition(fates, new PartitionRollups(states));
    }

    /**
     * A partition that was read before.
     *
     * @param number the partition's
     * @param state what {@link JudgedPartition#toBytes} made
     */
    public JudgedPartition partition(int number, byte[] state) {
        ByteBuffer in = ByteBuffer.wrap(state);
        PartitionFates fates = PartitionFates.read(rules(), part(in));
        List<ByteBuffer> before = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            before.add(part(in));
        }
        List<RollupState> states = new ArrayList<>();
        for (Rollup rollup : bound()) {
            states.add(before.stream()
                    .filter(rolledUp -> RollupState.fits(rollup, rolledUp))
                    .findFirst()
                    .map(rolledUp -> RollupState.read(rollup, number, rolledUp, lender(rollup, fates)))
                    // Of windows that have begun already it knows a part only.
                    .orElseGet(() -> RollupState.after(fates.newest(), rollup, number, lender(rollup, fates))));
        }
        return new JudgedPartition(fates, new PartitionRollups(states));
    }

    /** The fates, if the groups are the producers. */
    private @Nullable GroupLender lender(Rollup rollup, PartitionFates fates) {
        KeyTable producers = fates.producers();
        boolean byProducer = RecordReader.identity(contract.contract()) instanceof Identity.BySequence bySequence
                && rollup.groupsByText(bySequence.producer());
        if (producers == null || !byProducer) {
            return null;
        }
        return new GroupLender() {
            @Override
            public KeyTable table() {
                return producers;
            }

            @Override
            public int findOrAdd(byte[] key) {
                return fates.producer(key);
            }
        };
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = in.getInt();
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    /** For one thread. */
    private List<Rollup> bound() {
        FieldType.Struct fields = contract.contract().schema().fields();
        return rollups.stream().map(rollup -> Rollup.of(rollup, fields, read())).toList();
    }

    /** What batches have: first what events shall have, then what only judging or combining needs. */
    private List<String> read() {
        StreamContract opened = contract.contract();
        Set<String> read = new LinkedHashSet<>(columns);
        read.addAll(RecordReader.judgedColumns(opened));
        rollups.forEach(rollup -> read.addAll(rollup.columns()));
        return List.copyOf(read);
    }

    private FateRules rules() {
        return FateRules.of(contract.contract());
    }

    public String stream() {
        return contract.contract().name();
    }
}
