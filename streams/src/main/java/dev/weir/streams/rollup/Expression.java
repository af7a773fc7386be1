package dev.weir.streams.rollup;

import java.io.Serializable;

/**
 * An expression over the columns of one event, with SQL's rules for null and types: integers of SQL's width, division of
 * integers among them, else doubles. Which types fit together is checked when it is bound to columns.
 */
public sealed interface Expression extends Serializable {

    record ColumnOf(String name) implements Expression {}

    record LongLiteral(long value) implements Expression {}

    record DoubleLiteral(double value) implements Expression {}

    record TextLiteral(String value) implements Expression {}

    record BooleanLiteral(boolean value) implements Expression {}

    enum Operator {
        PLUS,
        MINUS,
        TIMES,
        DIVIDE
    }

    record Arithmetic(Operator operator, Expression left, Expression right) implements Expression {}

    record Negated(Expression of) implements Expression {}

    enum Comparator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    record Comparison(Comparator comparator, Expression left, Expression right) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Not(Expression of) implements Expression {}

    record IsNull(Expression of) implements Expression {}
}
