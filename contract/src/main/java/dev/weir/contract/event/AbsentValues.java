package dev.weir.contract.event;

import org.jspecify.annotations.Nullable;

/** What the fields of one record are when an event leaves them out; its schema's language decides. */
interface AbsentValues {

    /** Of what holds no record, and so has no fields. */
    AbsentValues NONE = new AbsentValues() {
        @Override
        public boolean required(String field) {
            throw new IllegalArgumentException("no such field: " + field);
        }

        @Override
        public @Nullable Object value(String field) {
            throw new IllegalArgumentException("no such field: " + field);
        }

        @Override
        public AbsentValues within(String field) {
            throw new IllegalArgumentException("no such field: " + field);
        }
    };

    /** Whether leaving the field out is an error. */
    boolean required(String field);

    /** The plain value of a field that is left out and not required. */
    @Nullable
    Object value(String field);

    /** The same for the record that is this field's value, or that its lists and maps hold. */
    AbsentValues within(String field);
}
