package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** The types of what flows between a source's operators, as the planner's runtime serializes them. */
record JudgedTypes(
        TypeInformation<RowData> arrival, TypeInformation<RowData> event, TypeInformation<RowData> deadLetter) {

    static JudgedTypes of(DynamicTableSource.Context context, StreamContract contract, List<String> columns) {
        DataType event = EventColumns.type(contract.schema().fields(), columns);
        DataType deadLetter = DeadLetters.type();
        return new JudgedTypes(
                context.createTypeInformation(Arrival.type(event, deadLetter)),
                context.createTypeInformation(event),
                context.createTypeInformation(deadLetter));
    }
}
