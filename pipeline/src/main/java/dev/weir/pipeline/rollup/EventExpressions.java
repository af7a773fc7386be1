package dev.weir.pipeline.rollup;

import dev.weir.contract.FieldType;
import dev.weir.contract.StreamContract;
import dev.weir.pipeline.rollup.Typed.Kind;
import dev.weir.streams.rollup.Expression;
import dev.weir.streams.rollup.Expression.And;
import dev.weir.streams.rollup.Expression.Arithmetic;
import dev.weir.streams.rollup.Expression.BooleanLiteral;
import dev.weir.streams.rollup.Expression.ColumnOf;
import dev.weir.streams.rollup.Expression.Comparator;
import dev.weir.streams.rollup.Expression.Comparison;
import dev.weir.streams.rollup.Expression.DoubleLiteral;
import dev.weir.streams.rollup.Expression.IsNull;
import dev.weir.streams.rollup.Expression.LongLiteral;
import dev.weir.streams.rollup.Expression.Negated;
import dev.weir.streams.rollup.Expression.Not;
import dev.weir.streams.rollup.Expression.Operator;
import dev.weir.streams.rollup.Expression.Or;
import dev.weir.streams.rollup.Expression.TextLiteral;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.type.SqlTypeName;

/** SQL over one event of a stream as expressions that a source can compute. */
final class EventExpressions {

    private final StreamContract stream;
    private final Names names;

    EventExpressions(StreamContract stream, Names names) {
        this.stream = stream;
        this.names = names;
    }

    boolean isColumn(String name) {
        return stream.schema().fields().find(name).isPresent();
    }

    /** A condition of WHERE or FILTER. */
    Expression condition(SqlNode node) throws Refusal {
        Typed condition = of(node);
        if (condition.kind() != Kind.BOOLEAN) {
            throw Refusal.at(node, "this is no condition");
        }
        return condition.expression();
    }

    Typed of(SqlNode node) throws Refusal {
        if (node instanceof SqlIdentifier identifier) {
            return column(identifier);
        }
        if (node instanceof SqlLiteral literal) {
            return literal(literal);
        }
        if (node instanceof SqlCall call) {
            return call(call);
        }
        throw Refusal.at(node, "this can't be computed where events are read");
    }

    private Typed column(SqlIdentifier identifier) throws Refusal {
        String name = names.column(identifier);
        FieldType.Field field = stream.schema()
                .fields()
                .find(name)
                .orElseThrow(() -> Refusal.at(identifier, "'" + name + "' is no column of the stream's events"));
        return new Typed(new ColumnOf(name), Typed.kind(field.type()));
    }

    private static Typed literal(SqlLiteral literal) throws Refusal {
        if (literal instanceof SqlNumericLiteral number) {
            BigDecimal value = number.bigDecimalValue();
            if (value == null) {
                throw Refusal.at(literal, "this number can't be read");
            }
            if (number.getTypeName() == SqlTypeName.DOUBLE) {
                return new Typed(new DoubleLiteral(value.doubleValue()), Kind.DOUBLE);
            }
            if (value.scale() > 0) {
                return new Typed(new DoubleLiteral(value.doubleValue()), Kind.DECIMAL_LITERAL);
            }
            if (value.precision() > 18) {
                throw Refusal.at(literal, "this number is larger than a BIGINT");
            }
            return new Typed(new LongLiteral(value.longValue()), Kind.INTEGER);
        }
        if (literal.getTypeName() == SqlTypeName.BOOLEAN) {
            return new Typed(new BooleanLiteral(literal.booleanValue()), Kind.BOOLEAN);
        }
        if (literal.getTypeName() == SqlTypeName.CHAR) {
            return new Typed(new TextLiteral(literal.getValueAs(String.class)), Kind.TEXT);
        }
        throw Refusal.at(literal, "a literal " + literal + " can't be computed where events are read");
    }

    private Typed call(SqlCall call) throws Refusal {
        return switch (call.getKind()) {
            case PLUS -> arithmetic(Operator.PLUS, call);
            case MINUS -> arithmetic(Operator.MINUS, call);
            case TIMES -> arithmetic(Operator.TIMES, call);
            case DIVIDE -> arithmetic(Operator.DIVIDE, call);
            case PLUS_PREFIX -> number(call.operand(0));
            case MINUS_PREFIX -> {
                Typed of = number(call.operand(0));
                yield new Typed(new Negated(of.expression()), of.kind());
            }
            case EQUALS -> compared(Comparator.EQUAL, call);
            case NOT_EQUALS -> compared(Comparator.NOT_EQUAL, call);
            case LESS_THAN -> compared(Comparator.LESS, call);
            case LESS_THAN_OR_EQUAL -> compared(Comparator.LESS_OR_EQUAL, call);
            case GREATER_THAN -> compared(Comparator.GREATER, call);
            case GREATER_THAN_OR_EQUAL -> compared(Comparator.GREATER_OR_EQUAL, call);
            case AND -> joined(And::new, call);
            case OR -> joined(Or::new, call);
            case NOT -> bool(new Not(condition(call.operand(0))));
            case IS_NULL -> bool(new IsNull(of(call.operand(0)).expression()));
            case IS_NOT_NULL -> bool(new Not(new IsNull(of(call.operand(0)).expression())));
            case IS_TRUE -> bool(isTrue(condition(call.operand(0))));
            case IS_NOT_TRUE -> bool(new Not(isTrue(condition(call.operand(0)))));
            case IS_FALSE -> bool(isFalse(condition(call.operand(0))));
            case IS_NOT_FALSE -> bool(new Not(isFalse(condition(call.operand(0)))));
            case BETWEEN -> between(call);
            case IN, NOT_IN -> in(call);
            case CAST -> cast(call);
            case CASE ->
                throw Refusal.at(
                        call,
                        "CASE can't be computed where events are read: COUNT(*) FILTER (WHERE …) and the like say"
                                + " which events count");
            default ->
                throw Refusal.at(
                        call,
                        call.getOperator().getName() + " can't be computed where events are read: columns, literals,"
                                + " + - * /, comparisons, AND, OR, NOT, IS NULL, BETWEEN and IN can");
        };
    }

    private Typed arithmetic(Operator operator, SqlCall call) throws Refusal {
        Typed left = number(call.operand(0));
        Typed right = number(call.operand(1));
        if (left.kind() == Kind.INTEGER && right.kind() == Kind.INTEGER) {
            return new Typed(new Arithmetic(operator, left.expression(), right.expression()), Kind.INTEGER);
        }
        if (left.kind() == Kind.DOUBLE || right.kind() == Kind.DOUBLE) {
            return new Typed(new Arithmetic(operator, left.expression(), right.expression()), Kind.DOUBLE);
        }
        throw left.kind() == Kind.FLOAT || right.kind() == Kind.FLOAT
                ? Refusal.at(call, "SQL computes with FLOAT in single precision: CAST(… AS DOUBLE) first")
                : decimal(call);
    }

    private Typed number(SqlNode node) throws Refusal {
        Typed number = of(node);
        if (number.kind() == Kind.DECIMAL) {
            throw Refusal.at(node, "DECIMAL isn't computed where events are read");
        }
        if (!number.kind().isNumber()) {
            throw Refusal.at(
                    node,
                    "a number is expected here, and this is " + number.kind().words());
        }
        return number;
    }

    private static Refusal decimal(SqlNode node) {
        return Refusal.at(node, "SQL computes exactly with decimals like 1.5 here: write 1.5e0 for a DOUBLE");
    }

    private Typed compared(Comparator comparator, SqlCall call) throws Refusal {
        return bool(comparison(comparator, call, of(call.operand(0)), of(call.operand(1))));
    }

    private static Expression comparison(Comparator comparator, SqlNode at, Typed left, Typed right) throws Refusal {
        Kind one = left.kind();
        Kind other = right.kind();
        if (one == Kind.DECIMAL || other == Kind.DECIMAL) {
            throw Refusal.at(at, "DECIMAL isn't compared where events are read");
        }
        boolean alike = one == other || one.isNumber() && other.isNumber();
        if (!alike || one == Kind.OTHER) {
            throw Refusal.at(at, "this compares " + one.words() + " with " + other.words() + ": CAST one of them");
        }
        boolean decimals = one == Kind.DECIMAL_LITERAL || other == Kind.DECIMAL_LITERAL;
        if (decimals && one != Kind.DOUBLE && other != Kind.DOUBLE) {
            throw decimal(at);
        }
        return new Comparison(comparator, left.expression(), right.expression());
    }

    private Typed joined(BinaryOperator<Expression> join, SqlCall call) throws Refusal {
        return bool(join.apply(condition(call.operand(0)), condition(call.operand(1))));
    }

    private static Typed bool(Expression expression) {
        return new Typed(expression, Kind.BOOLEAN);
    }

    private static Expression isTrue(Expression condition) {
        return new And(condition, new Not(new IsNull(condition)));
    }

    private static Expression isFalse(Expression condition) {
        return new And(new Not(condition), new Not(new IsNull(condition)));
    }

    private Typed between(SqlCall call) throws Refusal {
        SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            throw Refusal.at(call, "BETWEEN SYMMETRIC can't be computed where events are read");
        }
        Typed value = of(call.operand(0));
        Expression inside = new And(
                comparison(Comparator.GREATER_OR_EQUAL, call, value, of(call.operand(1))),
                comparison(Comparator.LESS_OR_EQUAL, call, value, of(call.operand(2))));
        return bool(operator.isNegated() ? new Not(inside) : inside);
    }

    private Typed in(SqlCall call) throws Refusal {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            throw Refusal.at(call, "IN a query can't be computed where events are read");
        }
        Typed value = of(call.operand(0));
        Expression any = new BooleanLiteral(false);
        for (int i = 0; i < list.size(); i++) {
            Expression equal = comparison(Comparator.EQUAL, list.get(i), value, of(list.get(i)));
            any = i == 0 ? equal : new Or(any, equal);
        }
        return bool(call.getKind() == SqlKind.NOT_IN ? new Not(any) : any);
    }

    /** A number times one in double precision is that number as a DOUBLE. */
    private Typed cast(SqlCall call) throws Refusal {
        List<SqlNode> operands = call.getOperandList();
        boolean toDouble = operands.get(1) instanceof SqlDataTypeSpec type
                && type.getTypeName().getSimple().equals("DOUBLE");
        if (!toDouble) {
            throw Refusal.at(call, "CAST can't be computed where events are read, but for CAST(… AS DOUBLE)");
        }
        Typed number = number(operands.get(0));
        return switch (number.kind()) {
            case DOUBLE -> number;
            case DECIMAL_LITERAL -> new Typed(number.expression(), Kind.DOUBLE);
            default ->
                new Typed(new Arithmetic(Operator.TIMES, number.expression(), new DoubleLiteral(1)), Kind.DOUBLE);
        };
    }
}
