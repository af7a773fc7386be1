package dev.weir.codec.avro;

import dev.weir.contract.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Turns Avro's own resolution of a writer's and a reader's schema into readers. */
final class AvroReaders {

    private static final ValueReader NULL = in -> null;

    private final AvroSkippers skippers = new AvroSkippers();

    ValueReader of(Action action, FieldType target) {
        if (action.reader.getType() == Schema.Type.NULL) {
            return NULL;
        }
        return switch (action.type) {
            case DO_NOTHING, PROMOTE -> scalar(action, target);
            case CONTAINER -> container((Resolver.Container) action, target);
            case ENUM -> enumeration((Resolver.EnumAdjust) action);
            case RECORD -> record((Resolver.RecordAdjust) action, (FieldType.Struct) target);
            case WRITER_UNION -> union((Resolver.WriterUnion) action, target);
            case READER_UNION -> of(((Resolver.ReaderUnion) action).actualAction, target);
            case ERROR -> mismatch(action);
            case SKIP -> throw new IllegalArgumentException("Only a record's field can be skipped");
        };
    }

    /** The reader of a whole event, for the columns that are asked for. */
    ValueReader ofRow(Action action, FieldType.Struct fields, List<String> columns) {
        return action instanceof Resolver.RecordAdjust record ? record(record, fields, columns) : mismatch(action);
    }

    private static ValueReader scalar(Action action, FieldType target) {
        if (unitChanged(action.writer, action.reader)) {
            return mismatch(action);
        }
        ValueReader reader = AvroScalars.reader(action.writer, target);
        return reader == null ? mismatch(action) : reader;
    }

    /** The specification lets such schemas resolve by their plain types: a millisecond would become a microsecond. */
    private static boolean unitChanged(Schema writer, Schema reader) {
        LogicalType written = writer.getLogicalType();
        LogicalType expected = reader.getLogicalType();
        if (written == null || expected == null) {
            return false;
        }
        return !written.getName().equals(expected.getName())
                || written instanceof LogicalTypes.Decimal one
                        && expected instanceof LogicalTypes.Decimal other
                        && one.getScale() != other.getScale();
    }

    private ValueReader container(Resolver.Container action, FieldType target) {
        if (target instanceof FieldType.ListOf list) {
            int minimum = MinimalSize.of(action.writer.getElementType());
            return new ArrayReader(of(action.elementAction, list.element()), minimum);
        }
        int minimum = Math.addExact(1, MinimalSize.of(action.writer.getValueType()));
        return new MapReader(of(action.elementAction, ((FieldType.MapOf) target).value()), minimum);
    }

    private static ValueReader enumeration(Resolver.EnumAdjust action) {
        @Nullable String[] symbols = new String[action.adjustments.length];
        for (int i = 0; i < symbols.length; i++) {
            int symbol = action.adjustments[i];
            symbols[i] = symbol < 0 ? null : action.reader.getEnumSymbols().get(symbol);
        }
        return new EnumReader(symbols);
    }

    private ValueReader union(Resolver.WriterUnion action, FieldType target) {
        ValueReader[] branches = new ValueReader[action.actions.length];
        for (int i = 0; i < branches.length; i++) {
            branches[i] = of(action.actions[i], target);
        }
        for (int i = 0; i < branches.length && branches.length == 2; i++) {
            if (branches[i] == NULL) {
                return new NullableReader(i, branches[1 - i]);
            }
        }
        return new UnionReader(branches);
    }

    private ValueReader record(Resolver.RecordAdjust action, FieldType.Struct struct) {
        List<String> all = struct.fields().stream().map(FieldType.Field::name).toList();
        return record(action, struct, all);
    }

    private ValueReader record(Resolver.RecordAdjust action, FieldType.Struct struct, List<String> columns) {
        RecordReader.Step[] steps = new RecordReader.Step[action.fieldActions.length];
        int read = 0;
        for (int i = 0; i < steps.length; i++) {
            String name = action.writer.getFields().get(i).name();
            Action field = action.fieldActions[i];
            if (field.type == Action.Type.SKIP) {
                steps[i] = new RecordReader.Step(name, RecordReader.Step.UNWANTED, skippers.of(field.writer));
            } else {
                FieldType type =
                        struct.fields().get(action.readerOrder[read++].pos()).type();
                steps[i] = new RecordReader.Step(name, columns.indexOf(name), of(field, type));
            }
        }
        return new RecordReader(columns.size(), steps, defaults(action, struct, columns));
    }

    private static RecordReader.Default[] defaults(
            Resolver.RecordAdjust action, FieldType.Struct struct, List<String> columns) {
        List<RecordReader.Default> defaults = new ArrayList<>();
        for (int i = action.firstDefault; i < action.readerOrder.length; i++) {
            Schema.Field field = action.readerOrder[i];
            int position = columns.indexOf(field.name());
            if (position >= 0) {
                FieldType type = struct.fields().get(field.pos()).type();
                defaults.add(new RecordReader.Default(position, AvroDefaults.value(field, type)));
            }
        }
        return defaults.toArray(RecordReader.Default[]::new);
    }

    private static MismatchReader mismatch(Action action) {
        String found = describe(action.writer);
        if (action instanceof Resolver.ErrorAction error
                && error.error == Resolver.ErrorAction.ErrorType.MISSING_REQUIRED_FIELD) {
            found += " without " + missingFields(action.writer, action.reader);
        }
        return new MismatchReader(describe(action.reader), found);
    }

    private static String missingFields(Schema writer, Schema reader) {
        return reader.getFields().stream()
                .filter(field -> writer.getField(field.name()) == null && !field.hasDefaultValue())
                .map(field -> "'" + field.name() + "', which has no default")
                .collect(Collectors.joining(", "));
    }

    private static String describe(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        } else if (logical != null) {
            return logical.getName();
        }
        return switch (schema.getType()) {
            case UNION -> schema.getTypes().stream().map(AvroReaders::describe).collect(Collectors.joining(" or "));
            case FIXED -> "fixed " + schema.getName() + " of " + schema.getFixedSize() + " bytes";
            case RECORD, ENUM -> schema.getType().getName() + " " + schema.getFullName();
            default -> schema.getType().getName();
        };
    }
}
