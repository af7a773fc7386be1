package dev.weir.streams.judge;

import dev.weir.contract.StreamContract;
import dev.weir.streams.PortableContract;
import dev.weir.streams.PortableRegistry;
import dev.weir.streams.RegistryWait;
import dev.weir.streams.fate.FateRules;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;

/** What a source must know to read and judge a stream; it travels with the job to its tasks. */
public final class Reading implements Serializable {

    private static final long serialVersionUID = 1;

    private final PortableContract contract;
    private final PortableRegistry registry;
    private final List<String> columns;
    private final AddedColumns added;
    private final TypeInformation<RowData> judged;
    private final String ledger;

    /**
     * @param columns the columns that the events shall have
     * @param added what they shall have behind them
     * @param judged the type of the rows that a {@link Judge} emits
     * @param ledger how the ledger names the pipeline that reads; empty if none is kept
     */
    public Reading(
            StreamContract contract,
            PortableRegistry registry,
            List<String> columns,
            AddedColumns added,
            TypeInformation<RowData> judged,
            String ledger) {
        this.contract = new PortableContract(contract);
        this.registry = registry;
        this.columns = List.copyOf(columns);
        this.added = added;
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

    /** Where the events have their fate; -1 if they don't. */
    int fatePosition() {
        return added == AddedColumns.FATE ? columns.size() : -1;
    }

    /** How the ledger names the pipeline that reads; empty if none is kept. */
    public String ledger() {
        return ledger;
    }

    public FateRules rules() {
        return FateRules.of(contract.contract());
    }

    public String stream() {
        return contract.contract().name();
    }
}
