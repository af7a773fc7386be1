package dev.weir.streams.rollup;

import dev.weir.codec.column.Column;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.streams.rollup.Expression.Operator;
import java.util.List;

/** Finds the columns of expressions and checks their types. Each refusal is a sentence that a user reads. */
final class Binder {

    private final FieldType.Struct fields;
    private final List<String> columns;

    Binder(FieldType.Struct fields, List<String> columns) {
        this.fields = fields;
        this.columns = columns;
    }

    FieldType.Field field(String name) {
        return fields.find(name)
                .orElseThrow(() -> new IllegalArgumentException("The stream has no column '" + name + "'"));
    }

    int place(String name) {
        int place = columns.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("Column '" + name + "' isn't read, only " + columns);
        }
        return place;
    }

    BoundExpression bind(Expression expression) {
        if (expression instanceof Expression.ColumnOf column) {
            FieldType.Field field = field(column.name());
            return new ColumnValues(sqlType(field.type()), field.nullable(), place(column.name()));
        } else if (expression instanceof Expression.LongLiteral literal) {
            boolean isInt = literal.value() == (int) literal.value();
            return Constant.of(isInt ? Scalar.INT32 : Scalar.INT64, literal.value());
        } else if (expression instanceof Expression.DoubleLiteral literal) {
            return Constant.of(literal.value());
        } else if (expression instanceof Expression.TextLiteral literal) {
            return Constant.of(literal.value());
        } else if (expression instanceof Expression.BooleanLiteral literal) {
            return Constant.of(Scalar.BOOLEAN, literal.value() ? 1 : 0);
        } else if (expression instanceof Expression.Arithmetic arithmetic) {
            return arithmetic(arithmetic);
        } else if (expression instanceof Expression.Negated negated) {
            return Converted.negated(number(negated.of(), "-"));
        } else if (expression instanceof Expression.Comparison comparison) {
            return comparison(comparison);
        } else if (expression instanceof Expression.And and) {
            return Logic.and(condition(and.left(), "AND"), condition(and.right(), "AND"));
        } else if (expression instanceof Expression.Or or) {
            return Logic.or(condition(or.left(), "OR"), condition(or.right(), "OR"));
        } else if (expression instanceof Expression.Not not) {
            return new Inverted(condition(not.of(), "NOT"));
        } else if (expression instanceof Expression.IsNull isNull) {
            return new NullTest(bind(isNull.of()));
        }
        throw new IllegalArgumentException("No roll-up computes " + expression);
    }

    /** @param where it stands, as the user wrote it */
    BoundExpression condition(Expression expression, String where) {
        BoundExpression bound = bind(expression);
        if (bound.type() != Scalar.BOOLEAN) {
            throw new IllegalArgumentException(
                    where + " needs a condition, but has a value of type " + name(bound.type()));
        }
        return bound;
    }

    private BoundExpression number(Expression expression, String where) {
        BoundExpression bound = bind(expression);
        if (!isNumber(bound.type())) {
            throw new IllegalArgumentException(
                    "'" + where + "' isn't computed of type " + name(bound.type()) + " in a roll-up");
        }
        return bound;
    }

    private BoundExpression arithmetic(Expression.Arithmetic arithmetic) {
        Operator operator = arithmetic.operator();
        String sign = switch (operator) {
            case PLUS -> "+";
            case MINUS -> "-";
            case TIMES -> "*";
            case DIVIDE -> "/";
        };
        BoundExpression left = number(arithmetic.left(), sign);
        BoundExpression right = number(arithmetic.right(), sign);
        Scalar type = common(left.type(), right.type());
        if (type == Scalar.FLOAT32 || type == Scalar.FLOAT64) {
            return new DoubleArithmetic(operator, widened(left, type), widened(right, type), type);
        }
        boolean dividesByConstant =
                arithmetic.right() instanceof Expression.LongLiteral literal && literal.value() != 0;
        if (operator == Operator.DIVIDE && !dividesByConstant) {
            throw new IllegalArgumentException(
                    "A division of integers fails where the divisor is 0: a roll-up divides them by a number other than 0 only,"
                            + " or as doubles");
        }
        return new LongArithmetic(operator, left, right, type);
    }

    private BoundExpression comparison(Expression.Comparison comparison) {
        BoundExpression left = bind(comparison.left());
        BoundExpression right = bind(comparison.right());
        if (isNumber(left.type()) && isNumber(right.type())) {
            // Of a float and a double the double decides, and the float's value is among the doubles.
            Scalar type = common(left.type(), right.type());
            return new Compared(comparison.comparator(), widened(left, type), widened(right, type));
        }
        boolean comparable = isText(left.type()) && isText(right.type())
                || left.type().equals(right.type()) && left.kind() != Column.Kind.OBJECT;
        if (!comparable) {
            throw new IllegalArgumentException(
                    "A roll-up doesn't compare " + name(left.type()) + " with " + name(right.type()));
        }
        return new Compared(comparison.comparator(), left, right);
    }

    private static BoundExpression widened(BoundExpression number, Scalar type) {
        boolean isInteger = number.type() == Scalar.INT32 || number.type() == Scalar.INT64;
        return isInteger && (type == Scalar.FLOAT32 || type == Scalar.FLOAT64)
                ? Converted.widened(number, type)
                : number;
    }

    private static Scalar common(FieldType left, FieldType right) {
        return Scalar.values()[Math.max(((Scalar) left).ordinal(), ((Scalar) right).ordinal())];
    }

    static boolean isNumber(FieldType type) {
        return type == Scalar.INT32 || type == Scalar.INT64 || type == Scalar.FLOAT32 || type == Scalar.FLOAT64;
    }

    static boolean isText(FieldType type) {
        return type == Scalar.STRING || type == Scalar.UUID || type instanceof FieldType.Enumeration;
    }

    /** A time of day finer than milliseconds is a number in SQL. */
    private static FieldType sqlType(FieldType type) {
        return type instanceof FieldType.TimeOfDay time && time.precision() != 3 ? Scalar.INT64 : type;
    }

    static String name(FieldType type) {
        return type instanceof Scalar scalar
                ? scalar.name()
                : type.getClass().getSimpleName().toUpperCase();
    }
}
