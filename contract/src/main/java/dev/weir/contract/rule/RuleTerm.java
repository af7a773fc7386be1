package dev.weir.contract.rule;

import dev.weir.contract.FieldType;
import java.util.List;

/**
 * A part of a rule that needs nothing but the plain values of columns, for engines that check such rules by themselves. Its
 * meaning is CEL's; a rule whose terms fail on an event (a null where a value is needed, an integer beyond 64 bits, a
 * division by zero) isn't true of it.
 */
public sealed interface RuleTerm {

    /** What a term gives. */
    enum Type {
        TRUTH,
        WHOLE,
        REAL,
        TEXT,
        BYTES,
        /** Of such a column is only asked whether it is null. */
        OTHER
    }

    Type type();

    /** A column's value; a decimal's is rounded to a double. */
    record Column(String name, FieldType field, Type type) implements RuleTerm {}

    /** @param value a {@code Boolean}, {@code Long}, {@code Double} or {@code String}, by {@code type} */
    record Literal(Object value, Type type) implements RuleTerm {}

    /** What is done with terms. Of numbers, whole and real ones are compared by their exact values. */
    enum Operation {
        AND,
        OR,
        NOT,
        /** The second if the first is true, else the third; all are truths. */
        CHOOSE,
        /** Of a column. */
        IS_NULL,
        /** Of two truths, texts or numbers, as the three that follow are of numbers. */
        EQUAL,
        LESS,
        AT_MOST,
        /** Whether the first equals one of the others. */
        ONE_OF,
        /** Of two whole numbers or of two real ones, as the two that follow. */
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        /** Of two whole numbers. */
        REMAINDER,
        NEGATE,
        /** Characters of a text, or how many bytes. */
        SIZE
    }

    record Call(Operation operation, List<RuleTerm> terms, Type type) implements RuleTerm {
        public Call {
            terms = List.copyOf(terms);
        }
    }
}
