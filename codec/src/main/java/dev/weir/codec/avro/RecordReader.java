package dev.weir.codec.avro;

import dev.weir.codec.format.Rejection;
import org.apache.flink.table.data.GenericRowData;

/** A record: one step for each of the writer's fields, in their order, then the defaults of those it lacks. */
final class RecordReader implements ValueReader {

    /** A field of the row that the writer lacks. The value is shared by all rows. */
    record Default(int position, Object value) {}

    /**
     * A field of the writer.
     *
     * @param position where its value goes in the row; {@link #UNWANTED} if nobody asks for it
     */
    record Step(String name, int position, ValueSkipper skipper) {
        static final int UNWANTED = -1;
    }

    private final int arity;
    private final String[] names;
    private final int[] positions;
    private final ValueSkipper[] skippers;
    private final ValueReader[] readers;
    private final Default[] defaults;

    RecordReader(int arity, Step[] steps, Default[] defaults) {
        this.arity = arity;
        this.defaults = defaults;
        names = new String[steps.length];
        positions = new int[steps.length];
        skippers = new ValueSkipper[steps.length];
        readers = new ValueReader[steps.length];
        for (int i = 0; i < steps.length; i++) {
            names[i] = steps[i].name();
            positions[i] = steps[i].position();
            skippers[i] = steps[i].skipper();
            if (positions[i] != Step.UNWANTED) {
                readers[i] = (ValueReader) steps[i].skipper();
            }
        }
    }

    @Override
    public GenericRowData read(AvroInput in) throws Rejection {
        GenericRowData row = new GenericRowData(arity);
        int i = 0;
        try {
            for (; i < names.length; i++) {
                if (positions[i] == Step.UNWANTED) {
                    skippers[i].skip(in);
                } else {
                    row.setField(positions[i], readers[i].read(in));
                }
            }
        } catch (Rejection rejection) {
            throw rejection.inField(names[i]);
        }
        for (Default field : defaults) {
            row.setField(field.position(), field.value());
        }
        return row;
    }

    @Override
    public void skip(AvroInput in) throws Rejection {
        int i = 0;
        try {
            for (; i < names.length; i++) {
                skippers[i].skip(in);
            }
        } catch (Rejection rejection) {
            throw rejection.inField(names[i]);
        }
    }
}
