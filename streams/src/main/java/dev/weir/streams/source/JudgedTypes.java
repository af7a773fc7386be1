package dev.weir.streams.source;

import dev.weir.contract.StreamContract;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** The types of what flows between a source's operators, as the planner's runtime serializes them. */
record JudgedTypes(
        TypeInformation<RowData> arrival, TypeInformation<RowData> event, TypeInformation<RowData> deadLetter) {

    /** @param information what the planner's runtime makes of a type */
    static JudgedTypes of(
            Function<DataType, TypeInformation<RowData>> information, StreamContract contract, List<String> columns) {
        return of(information, EventColumns.type(contract.schema().fields(), columns));
    }

    static JudgedTypes of(Function<DataType, TypeInformation<RowData>> information, DataType event) {
        DataType deadLetter = DeadLetters.type();
        return new JudgedTypes(
                information.apply(Arrival.type(event, deadLetter)),
                information.apply(event),
                information.apply(deadLetter));
    }
}
