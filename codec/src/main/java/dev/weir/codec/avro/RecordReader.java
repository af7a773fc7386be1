package dev.weir.codec.avro;

import dev.weir.codec.column.Column;
import dev.weir.codec.column.Columns;
import dev.weir.codec.format.Rejection;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.jspecify.annotations.Nullable;

/** A record: one step for each of the writer's fields, in their order, then the defaults of those it lacks. */
final class RecordReader implements ValueReader {

    /** A field of the row that the writer lacks. The value is shared by all rows. */
    record Default(int position, @Nullable Object value) {}

    private final int arity;
    private final Step[] steps;
    private final Default[] defaults;

    RecordReader(int arity, Step[] steps, Default[] defaults) {
        this.arity = arity;
        this.steps = steps;
        this.defaults = defaults;
    }

    @Override
    public GenericRowData read(AvroInput in) throws Rejection {
        GenericRowData row = new GenericRowData(arity);
        int i = 0;
        try {
            for (; i < steps.length; i++) {
                Step step = steps[i];
                if (step.position == Step.UNWANTED) {
                    step.skip(in);
                } else {
                    row.setField(step.position, step.read(in));
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inField(steps[i].name);
        }
        for (Default field : defaults) {
            row.setField(field.position(), field.value());
        }
        return row;
    }

    List<Step> steps() {
        return List.of(steps);
    }

    /** Sets the row behind the last. */
    void read(AvroInput in, Columns into) throws Rejection {
        int row = into.rows();
        int i = 0;
        try {
            for (; i < steps.length; i++) {
                Step step = steps[i];
                if (step.position == Step.UNWANTED) {
                    step.skip(in);
                } else {
                    step.read(in, into.column(step.position), row);
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inField(steps[i].name);
        }
        setDefaults(into, row);
    }

    void setDefaults(Columns into, int row) {
        for (Default field : defaults) {
            into.column(field.position()).setInternal(row, field.value());
        }
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        int i = 0;
        try {
            for (; i < steps.length; i++) {
                steps[i].skip(in);
            }
        } catch (Rejection rejection) {
            throw rejection.inField(steps[i].name);
        }
    }

    /** A field of the writer. Takes apart what most fields are, so that they cost no virtual call. */
    static final class Step {

        /** The position of a field that nobody asks for. */
        static final int UNWANTED = -1;

        static final int NOT_NULLABLE = -1;

        private final String name;
        private final int position;
        private final int nullBranch;
        private final @Nullable PlainReader plain;
        private final ValueSkipper skipper;

        /**
         * @param position where the value goes in the row, or {@link #UNWANTED}
         * @param skipper a {@link ValueReader} if the value is wanted
         */
        Step(String name, int position, ValueSkipper skipper) {
            this.name = name;
            this.position = position;
            this.skipper = skipper;
            if (skipper instanceof NullableReader nullable && nullable.value() instanceof PlainReader reader) {
                nullBranch = nullable.nullBranch();
                plain = reader;
            } else {
                nullBranch = NOT_NULLABLE;
                plain = skipper instanceof PlainReader reader ? reader : null;
            }
        }

        int position() {
            return position;
        }

        /** {@link #NOT_NULLABLE} unless {@link #plain} is of a union of null and one type. */
        int nullBranch() {
            return nullBranch;
        }

        @Nullable
        PlainReader plain() {
            return plain;
        }

        ValueSkipper skipper() {
            return skipper;
        }

        private @Nullable Object read(AvroInput in) throws Rejection {
            if (plain == null) {
                return ((ValueReader) skipper).read(in);
            }
            return nullBranch != NOT_NULLABLE && NullableReader.isNull(in, nullBranch) ? null : plain.read(in);
        }

        private void read(AvroInput in, Column into, int row) throws Rejection {
            if (plain == null) {
                ((ValueReader) skipper).read(in, into, row);
            } else if (nullBranch != NOT_NULLABLE && NullableReader.isNull(in, nullBranch)) {
                into.setNull(row);
            } else {
                plain.read(in, into, row);
            }
        }

        private void skip(AvroInput in) throws Rejection {
            if (plain == null) {
                skipper.skip(in);
            } else if (nullBranch == NOT_NULLABLE || !NullableReader.isNull(in, nullBranch)) {
                plain.skip(in);
            }
        }
    }
}
