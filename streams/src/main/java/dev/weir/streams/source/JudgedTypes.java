package dev.weir.streams.source;

import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.streams.judge.AddedColumns;
import dev.weir.streams.judge.DeadLetters;
import dev.weir.streams.judge.EventColumns;
import dev.weir.streams.judge.Judged;
import dev.weir.streams.rollup.Rollup;
import dev.weir.streams.rollup.RollupSpec;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The types of what flows between a source's operators, as the planner's runtime serializes them.
 *
 * @param account a dead letter or an entry of the ledger, the other being null
 * @param rollups the rows that they emit
 * @param windows the rows of their windows
 */
record JudgedTypes(
        TypeInformation<RowData> judged,
        TypeInformation<RowData> event,
        TypeInformation<RowData> account,
        List<TypeInformation<RowData>> rollups,
        List<TypeInformation<RowData>> windows) {

    /**
     * @param information what the planner's runtime makes of a type
     * @param columns those of the stream that its events have, and behind them {@code added}
     * @param rollups what is computed where it is read
     */
    static JudgedTypes of(
            Function<DataType, TypeInformation<RowData>> information,
            StreamContract contract,
            List<String> columns,
            AddedColumns added,
            List<RollupSpec> rollups) {
        DataType event = EventColumns.type(contract.schema().fields(), columns, added);
        DataType deadLetter = DeadLetters.type();
        List<Rollup> bound =
                rollups.stream().map(rollup -> bound(rollup, contract)).toList();
        List<DataType> rolledUp =
                bound.stream().map(rollup -> DataTypes.of(rollup.emittedType())).toList();
        return new JudgedTypes(
                information.apply(Judged.type(event, deadLetter, rolledUp)),
                information.apply(event),
                information.apply(DataTypes.ROW(
                                DataTypes.FIELD("dead", deadLetter.nullable()),
                                DataTypes.FIELD("ledger", Judged.ledgerType().nullable()))
                        .notNull()),
                rolledUp.stream().map(information).toList(),
                bound.stream()
                        .map(rollup -> information.apply(DataTypes.of(rollup.rowType())))
                        .toList());
    }

    /**
     * The type of a window's row.
     *
     * @throws IllegalArgumentException if it can't be computed of that stream; says why
     */
    static RowType rowType(RollupSpec rollup, StreamContract contract) {
        return bound(rollup, contract).rowType();
    }

    private static Rollup bound(RollupSpec rollup, StreamContract contract) {
        return Rollup.of(rollup, contract.schema().fields(), List.copyOf(rollup.columns()));
    }

    /** The type of events that have some of these fields. */
    static TypeInformation<RowData> event(
            Function<DataType, TypeInformation<RowData>> information, FieldType.Struct fields, List<String> columns) {
        return information.apply(EventColumns.type(fields, columns));
    }
}
