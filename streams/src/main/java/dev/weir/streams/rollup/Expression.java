package dev.weir.streams.rollup;

import java.io.Serializable;
import java.util.stream.Stream;

/**
 * An expression over the columns of one event, with SQL's rules for null and types: integers of SQL's width, division of
 * integers among them, else doubles. Which types fit together is checked when it is bound to columns.
 */
public sealed interface Expression extends Serializable {

    /** The columns that it is made of, some perhaps more than once. */
    Stream<String> columns();

    record ColumnOf(String name) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.of(name);
        }
    }

    record LongLiteral(long value) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.empty();
        }
    }

    record DoubleLiteral(double value) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.empty();
        }
    }

    record TextLiteral(String value) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.empty();
        }
    }

    record BooleanLiteral(boolean value) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.empty();
        }
    }

    enum Operator {
        PLUS,
        MINUS,
        TIMES,
        DIVIDE
    }

    record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.concat(left.columns(), right.columns());
        }
    }

    record Negated(Expression of) implements Expression {
        @Override
        public Stream<String> columns() {
            return of.columns();
        }
    }

    enum Comparator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    record Comparison(Comparator comparator, Expression left, Expression right) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.concat(left.columns(), right.columns());
        }
    }

    record And(Expression left, Expression right) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.concat(left.columns(), right.columns());
        }
    }

    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Stream<String> columns() {
            return Stream.concat(left.columns(), right.columns());
        }
    }

    record Not(Expression of) implements Expression {
        @Override
        public Stream<String> columns() {
            return of.columns();
        }
    }

    record IsNull(Expression of) implements Expression {
        @Override
        public Stream<String> columns() {
            return of.columns();
        }
    }
}
