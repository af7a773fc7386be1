package dev.weir.contract.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.rule.RuleTerm.Call;
import dev.weir.contract.rule.RuleTerm.Column;
import dev.weir.contract.rule.RuleTerm.Literal;
import dev.weir.contract.rule.RuleTerm.Operation;
import dev.weir.contract.rule.RuleTerm.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the terms of a rule, if it has no others than {@link RuleTerm} knows. */
final class RuleTerms {

    /** Calls within each other. */
    private static final int MOST_DEPTH = 30;

    /** As many digits as a double holds exactly. */
    private static final int MOST_DECIMAL_DIGITS = 15;

    private final Struct columns;

    private RuleTerms(Struct columns) {
        this.columns = columns;
    }

    static Optional<RuleTerm> of(CelAbstractSyntaxTree rule, Struct columns) {
        RuleTerm term = new RuleTerms(columns).term(rule.getExpr(), 0);
        return Optional.ofNullable(term != null && term.type() == Type.TRUTH ? term : null);
    }

    /** Null if it isn't one. */
    private @Nullable RuleTerm term(CelExpr expression, int depth) {
        if (depth > MOST_DEPTH) {
            return null;
        }
        return switch (expression.getKind()) {
            case CONSTANT -> literal(expression.constant());
            case IDENT ->
                columns.find(expression.ident().name()).map(RuleTerms::column).orElse(null);
            case CALL -> call(expression.call(), depth);
            default -> null;
        };
    }

    private static @Nullable RuleTerm literal(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> new Literal(constant.booleanValue(), Type.TRUTH);
            case INT64_VALUE -> new Literal(constant.int64Value(), Type.WHOLE);
            case DOUBLE_VALUE -> new Literal(constant.doubleValue(), Type.REAL);
            case STRING_VALUE -> new Literal(constant.stringValue(), Type.TEXT);
            default -> null;
        };
    }

    private static RuleTerm column(Field field) {
        return new Column(field.name(), field.type(), type(field.type()));
    }

    private static Type type(FieldType field) {
        if (field instanceof Scalar scalar) {
            return switch (scalar) {
                case BOOLEAN -> Type.TRUTH;
                case INT32, INT64 -> Type.WHOLE;
                case FLOAT32, FLOAT64 -> Type.REAL;
                case STRING -> Type.TEXT;
                case BYTES -> Type.BYTES;
                case DATE, UUID -> Type.OTHER;
            };
        } else if (field instanceof FieldType.Decimal decimal) {
            return decimal.precision() <= MOST_DECIMAL_DIGITS ? Type.REAL : Type.OTHER;
        } else if (field instanceof FieldType.Enumeration) {
            return Type.TEXT;
        }
        return field instanceof FieldType.Fixed ? Type.BYTES : Type.OTHER;
    }

    private @Nullable RuleTerm call(CelExpr.CelCall call, int depth) {
        List<CelExpr> arguments = new ArrayList<>();
        call.target().ifPresent(arguments::add);
        arguments.addAll(call.args());
        if (call.function().equals("@in")) {
            return oneOf(arguments, depth);
        }
        if (arguments.size() == 2 && (isNull(arguments.get(0)) || isNull(arguments.get(1)))) {
            return nullTest(call.function(), arguments.get(isNull(arguments.get(0)) ? 1 : 0), depth);
        }
        List<RuleTerm> terms = terms(arguments, depth);
        return terms == null ? null : call(call.function(), terms);
    }

    private @Nullable List<RuleTerm> terms(List<CelExpr> expressions, int depth) {
        List<RuleTerm> terms = new ArrayList<>();
        for (CelExpr expression : expressions) {
            RuleTerm term = term(expression, depth + 1);
            if (term == null) {
                return null;
            }
            terms.add(term);
        }
        return terms;
    }

    private static boolean isNull(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.NULL_VALUE;
    }

    private @Nullable RuleTerm nullTest(String function, CelExpr of, int depth) {
        RuleTerm column = term(of, depth);
        if (!(column instanceof Column)) {
            return null;
        }
        RuleTerm test = new Call(Operation.IS_NULL, List.of(column), Type.TRUTH);
        return switch (function) {
            case "_==_" -> test;
            case "_!=_" -> not(test);
            default -> null;
        };
    }

    private @Nullable RuleTerm oneOf(List<CelExpr> arguments, int depth) {
        CelExpr list = arguments.get(1);
        if (list.getKind() != CelExpr.ExprKind.Kind.LIST
                || !list.list().optionalIndices().isEmpty()
                || list.list().elements().isEmpty()) {
            return null;
        }
        List<CelExpr> expressions = new ArrayList<>(List.of(arguments.get(0)));
        expressions.addAll(list.list().elements());
        List<RuleTerm> terms = terms(expressions, depth);
        if (terms == null
                || !terms.stream()
                        .skip(1)
                        .allMatch(term -> term instanceof Literal && areComparable(terms.get(0), term))) {
            return null;
        }
        return new Call(Operation.ONE_OF, terms, Type.TRUTH);
    }

    private static @Nullable RuleTerm call(String function, List<RuleTerm> terms) {
        return switch (function) {
            case "_&&_" -> truth(Operation.AND, terms);
            case "_||_" -> truth(Operation.OR, terms);
            case "!_" -> truth(Operation.NOT, terms);
            case "_?_:_" -> truth(Operation.CHOOSE, terms);
            case "_==_" -> equal(terms);
            case "_!=_" -> not(equal(terms));
            case "_<_" -> comparison(Operation.LESS, terms.get(0), terms.get(1));
            case "_<=_" -> comparison(Operation.AT_MOST, terms.get(0), terms.get(1));
            case "_>_" -> comparison(Operation.LESS, terms.get(1), terms.get(0));
            case "_>=_" -> comparison(Operation.AT_MOST, terms.get(1), terms.get(0));
            case "_+_" -> arithmetic(Operation.ADD, terms);
            case "_-_" -> arithmetic(Operation.SUBTRACT, terms);
            case "_*_" -> arithmetic(Operation.MULTIPLY, terms);
            case "_/_" -> arithmetic(Operation.DIVIDE, terms);
            case "_%_" -> terms.get(0).type() == Type.WHOLE ? arithmetic(Operation.REMAINDER, terms) : null;
            case "-_" -> arithmetic(Operation.NEGATE, terms);
            case "size" -> size(terms.get(0));
            default -> null;
        };
    }

    private static @Nullable RuleTerm not(@Nullable RuleTerm truth) {
        return truth == null ? null : truth(Operation.NOT, List.of(truth));
    }

    private static @Nullable RuleTerm truth(Operation operation, List<RuleTerm> terms) {
        return terms.stream().allMatch(term -> term.type() == Type.TRUTH)
                ? new Call(operation, terms, Type.TRUTH)
                : null;
    }

    private static @Nullable RuleTerm equal(List<RuleTerm> terms) {
        return areComparable(terms.get(0), terms.get(1)) ? new Call(Operation.EQUAL, terms, Type.TRUTH) : null;
    }

    private static boolean areComparable(RuleTerm one, RuleTerm other) {
        return isNumber(one)
                ? isNumber(other)
                : one.type() == other.type() && (one.type() == Type.TRUTH || one.type() == Type.TEXT);
    }

    private static boolean isNumber(RuleTerm term) {
        return term.type() == Type.WHOLE || term.type() == Type.REAL;
    }

    private static @Nullable RuleTerm comparison(Operation operation, RuleTerm first, RuleTerm second) {
        return isNumber(first) && isNumber(second) ? new Call(operation, List.of(first, second), Type.TRUTH) : null;
    }

    private static @Nullable RuleTerm arithmetic(Operation operation, List<RuleTerm> terms) {
        Type type = terms.get(0).type();
        return isNumber(terms.get(0)) && terms.stream().allMatch(term -> term.type() == type)
                ? new Call(operation, terms, type)
                : null;
    }

    private static @Nullable RuleTerm size(RuleTerm of) {
        return of instanceof Column && (of.type() == Type.TEXT || of.type() == Type.BYTES)
                ? new Call(Operation.SIZE, List.of(of), Type.WHOLE)
                : null;
    }
}
