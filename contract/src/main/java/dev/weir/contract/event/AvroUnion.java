package dev.weir.contract.event;

import java.util.List;
import org.apache.avro.Schema;

/**
 * A type that may be null, in Avro's terms; streams have no other unions.
 *
 * @param nullBranch the union's branch of null; -1 if there is none
 * @param valueBranch the union's branch of values; -1 if the schema is no union
 * @param value the schema of values that aren't null
 */
record AvroUnion(int nullBranch, int valueBranch, Schema value) {

    static AvroUnion of(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return new AvroUnion(-1, -1, schema);
        }
        List<Schema> branches = schema.getTypes();
        int nullBranch = -1;
        int valueBranch = -1;
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i).getType() == Schema.Type.NULL) {
                nullBranch = i;
            } else {
                valueBranch = i;
            }
        }
        return new AvroUnion(nullBranch, valueBranch, branches.get(valueBranch));
    }
}
