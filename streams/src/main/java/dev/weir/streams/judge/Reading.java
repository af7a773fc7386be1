package dev.weir.streams.judge;

import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.fate.Fate;
import dev.weir.streams.fate.FateRules;
import dev.weir.streams.fate.PartitionFates;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;

/** What a source must know to read and judge a stream; it travels with the job to its tasks. */
public final class Reading implements Serializable {

    private static final long serialVersionUID = 1;

    private final PortableContract contract;
    private final PortableRegistry registry;
    private final List<String> columns;
    private final AddedColumns added;
    private final Set<Shown> shown;
    private final TypeInformation<RowData> judged;
    private final String ledger;

    /**
     * @param columns the columns that the events shall have
     * @param added what they shall have behind them
     * @param shown the tables that are read; events that are in none aren't emitted
     * @param judged the type of the rows that a {@link Judge} emits
     * @param ledger how the ledger names the pipeline that reads; empty if none is kept
     */
    public Reading(
            StreamContract contract,
            PortableRegistry registry,
            List<String> columns,
            AddedColumns added,
            Set<Shown> shown,
            TypeInformation<RowData> judged,
            String ledger) {
        this.contract = new PortableContract(contract);
        this.registry = registry;
        this.columns = List.copyOf(columns);
        this.added = added;
        this.shown = Set.copyOf(shown);
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
        return new RecordReader(opened, registry.connect(opened.name(), wait), columns, added);
    }

    /** What tells the events of batches from each other; for one thread. */
    Identities identities() {
        StreamContract opened = contract.contract();
        return new Identities(
                opened.schema().fields(), RecordReader.identity(opened), RecordReader.readColumns(opened, columns));
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

    /** A partition that was never read. */
    public JudgedPartition partition() {
        return new JudgedPartition(new PartitionFates(rules()));
    }

    /**
     * A partition that was read before.
     *
     * @param state what {@link JudgedPartition#toBytes} made
     */
    public JudgedPartition partition(byte[] state) {
        return new JudgedPartition(PartitionFates.of(rules(), state));
    }

    private FateRules rules() {
        return FateRules.of(contract.contract());
    }

    public String stream() {
        return contract.contract().name();
    }
}
