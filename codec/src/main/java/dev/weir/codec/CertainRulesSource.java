package dev.weir.codec;

import dev.weir.codec.format.GeneratedClass;
import dev.weir.contract.FieldType;
import dev.weir.contract.rule.RuleTerm;
import dev.weir.contract.rule.RuleTerm.Call;
import dev.weir.contract.rule.RuleTerm.Literal;
import dev.weir.contract.rule.RuleTerm.Type;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the Java of {@link CertainRules}. Each truth becomes two expressions, of which one says that it is certainly true,
 * the other that it is certainly false; {@code x == null || x > 3.0} is certainly true if
 *
 * <pre>
 * (columns.column(0).isNull(row) || (!columns.column(0).isNull(row) &amp;&amp; 3.0 &lt; columns.column(0).doubleAt(row)))
 * </pre>
 */
final class CertainRulesSource {

    /** What is longer isn't compiled to machine code. */
    private static final int LONGEST_RULE = 8_000;

    private final List<String> columns;
    private final List<byte[]> texts = new ArrayList<>();

    private CertainRulesSource(List<String> columns) {
        this.columns = columns;
    }

    /** Whether a rule can be written at a bearable length. */
    static boolean fits(RuleTerm rule, List<String> columns) {
        return new CertainRulesSource(columns).truth(rule, true).length() <= LONGEST_RULE;
    }

    /** @param columns the fields of rows, in order; those that the rules use are among them */
    static CertainRules compile(List<RuleTerm> rules, List<String> columns) {
        CertainRulesSource source = new CertainRulesSource(columns);
        StringBuilder calls = new StringBuilder("true");
        StringBuilder methods = new StringBuilder();
        for (int i = 0; i < rules.size(); i++) {
            calls.append(" && rule").append(i).append("(columns, row)");
            methods.append("  private boolean rule%d(Columns columns, int row) { return %s; }%n"
                    .formatted(i, source.truth(rules.get(i), true)));
        }
        return GeneratedClass.of(
                MethodHandles.lookup(),
                name -> """
                        package dev.weir.codec;
                        import dev.weir.codec.column.Columns;
                        public final class %1$s extends CertainRules {
                          public %1$s(byte[][] texts) { super(texts); }
                          boolean areTrue(Columns columns, int row) { return %2$s; }
                        %3$s}
                        """.formatted(name, calls, methods),
                CertainRules.class,
                byte[][].class,
                source.texts.toArray(byte[][]::new));
    }

    /** An expression that is true if {@code term} certainly is {@code wanted}. */
    private String truth(RuleTerm term, boolean wanted) {
        if (term instanceof Literal literal) {
            return String.valueOf(literal.value().equals(wanted));
        } else if (term instanceof RuleTerm.Column column) {
            return guarded(List.of(column), access(column) + (wanted ? " != 0L" : " == 0L"));
        }
        Call call = (Call) term;
        List<RuleTerm> terms = call.terms();
        return switch (call.operation()) {
            case NOT -> truth(terms.get(0), !wanted);
            case AND -> joined(wanted ? " && " : " || ", terms, wanted);
            case OR -> joined(wanted ? " || " : " && ", terms, wanted);
            case CHOOSE ->
                "(%s && %s || %s && %s)"
                        .formatted(
                                truth(terms.get(0), true),
                                truth(terms.get(1), wanted),
                                truth(terms.get(0), false),
                                truth(terms.get(2), wanted));
            case IS_NULL -> (wanted ? "" : "!") + column(terms.get(0)) + ".isNull(row)";
            case EQUAL -> terms.get(0).type() == Type.TRUTH ? sameTruth(terms, wanted) : oneOf(terms, wanted);
            case ONE_OF -> oneOf(terms, wanted);
            case LESS -> guarded(terms, wanted ? less(terms, 0, 1) : atMost(terms, 1, 0));
            case AT_MOST -> guarded(terms, wanted ? atMost(terms, 0, 1) : less(terms, 1, 0));
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, NEGATE, SIZE ->
                throw new IllegalArgumentException("A number is no truth: " + call);
        };
    }

    private String joined(String operator, List<RuleTerm> terms, boolean wanted) {
        return terms.stream().map(term -> truth(term, wanted)).collect(Collectors.joining(operator, "(", ")"));
    }

    private String sameTruth(List<RuleTerm> terms, boolean wanted) {
        return "(%s && %s || %s && %s)"
                .formatted(
                        truth(terms.get(0), true),
                        truth(terms.get(1), wanted),
                        truth(terms.get(0), false),
                        truth(terms.get(1), !wanted));
    }

    private String oneOf(List<RuleTerm> terms, boolean wanted) {
        RuleTerm first = terms.get(0);
        return guarded(
                terms,
                terms.stream()
                        .skip(1)
                        .map(other -> equal(first, other, wanted))
                        .collect(Collectors.joining(wanted ? " || " : " && ", "(", ")")));
    }

    private String equal(RuleTerm one, RuleTerm other, boolean wanted) {
        if (one.type() == Type.TRUTH) {
            return sameTruth(List.of(one, other), wanted);
        } else if (one.type() == Type.TEXT) {
            return (wanted ? "" : "!") + equalTexts(one, other);
        }
        List<RuleTerm> both = List.of(one, other);
        return wanted
                ? "equal(" + number(one, both) + ", " + number(other, both) + ")"
                : "(" + less(both, 0, 1) + " || " + less(both, 1, 0) + ")";
    }

    private String equalTexts(RuleTerm one, RuleTerm other) {
        if (one instanceof Literal literal) {
            return other instanceof Literal same
                    ? String.valueOf(literal.value().equals(same.value()))
                    : equalTexts(other, one);
        }
        return "equal(" + column(one) + ", row, " + (other instanceof Literal literal ? text(literal) : column(other))
                + ")";
    }

    private String text(Literal literal) {
        texts.add(((String) literal.value()).getBytes(StandardCharsets.UTF_8));
        return "texts[" + (texts.size() - 1) + "]";
    }

    private String less(List<RuleTerm> terms, int one, int other) {
        return number(terms.get(one), terms) + " < " + number(terms.get(other), terms);
    }

    private String atMost(List<RuleTerm> terms, int one, int other) {
        String first = number(terms.get(one), terms);
        String second = number(terms.get(other), terms);
        return "(" + first + " < " + second + " || equal(" + first + ", " + second + "))";
    }

    /** A number in the form in which {@code compared} can be compared. */
    private String number(RuleTerm term, List<RuleTerm> compared) {
        boolean areWhole = compared.stream().allMatch(each -> each.type() == Type.WHOLE);
        return term.type() == Type.WHOLE && !areWhole ? "real(" + number(term) + ")" : number(term);
    }

    private String number(RuleTerm term) {
        if (term instanceof Literal literal) {
            return literal.value() instanceof Long whole
                    ? "(" + whole + "L)"
                    : "Double.longBitsToDouble(" + Double.doubleToRawLongBits((Double) literal.value()) + "L)";
        } else if (term instanceof RuleTerm.Column column) {
            return access(column);
        }
        Call call = (Call) term;
        List<String> numbers = call.operation() == RuleTerm.Operation.SIZE
                ? List.of()
                : call.terms().stream().map(this::number).toList();
        boolean isWhole = call.type() == Type.WHOLE;
        return switch (call.operation()) {
            case ADD -> isWhole ? exact("add", numbers) : "(" + String.join(" + ", numbers) + ")";
            case SUBTRACT -> isWhole ? exact("subtract", numbers) : "(" + String.join(" - ", numbers) + ")";
            case MULTIPLY -> isWhole ? exact("multiply", numbers) : "(" + String.join(" * ", numbers) + ")";
            case DIVIDE ->
                isWhole ? "divide(" + String.join(", ", numbers) + ")" : "(" + String.join(" / ", numbers) + ")";
            case REMAINDER -> "remainder(" + String.join(", ", numbers) + ")";
            case NEGATE -> isWhole ? exact("negate", numbers) : "(-" + numbers.get(0) + ")";
            case SIZE -> size(call.terms().get(0));
            default -> throw new IllegalArgumentException("A truth is no number: " + call);
        };
    }

    private static String exact(String operation, List<String> numbers) {
        return "Math." + operation + "Exact(" + String.join(", ", numbers) + ")";
    }

    private String size(RuleTerm of) {
        return of.type() == Type.TEXT
                ? "characters(" + column(of) + ", row)"
                : "((long) " + column(of) + ".length(row))";
    }

    private String access(RuleTerm.Column column) {
        if (column.field() instanceof FieldType.Decimal decimal) {
            return "(" + column(column) + ".longAt(row) / 1e" + decimal.scale() + ")";
        }
        return column(column) + (column.type() == Type.REAL ? ".doubleAt(row)" : ".longAt(row)");
    }

    private String column(RuleTerm term) {
        return "columns.column(" + columns.indexOf(((RuleTerm.Column) term).name()) + ")";
    }

    /** The expression, if all columns in the terms have values. */
    private String guarded(List<? extends RuleTerm> terms, String expression) {
        Set<String> present = new LinkedHashSet<>();
        terms.forEach(term -> addColumns(term, present));
        return present.stream()
                .map(column -> "!" + column + ".isNull(row)")
                .collect(Collectors.joining(" && ", "(", (present.isEmpty() ? "" : " && ") + expression + ")"));
    }

    private void addColumns(RuleTerm term, Set<String> to) {
        if (term instanceof RuleTerm.Column) {
            to.add(column(term));
        } else if (term instanceof Call call) {
            call.terms().forEach(each -> addColumns(each, to));
        }
    }
}
