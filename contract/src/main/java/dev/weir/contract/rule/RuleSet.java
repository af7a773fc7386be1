package dev.weir.contract.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one contract, compiled. Immutable and safe to share between threads; not serialisable: compile again.
 *
 * <p>A column's value is a {@code Boolean}; {@code Long} for all integers; {@code Double} for floats and, rounded to a
 * double, decimals; {@code String} for strings, enums and UUIDs; {@code byte[]}; {@code java.time.Instant} for
 * timestamps, for local timestamps as if in UTC, and for the midnight at which a date begins in UTC; {@code
 * java.time.Duration} since midnight for times of day; {@code List}; {@code Map} for maps and records; or null.
 * {@code java.time}'s local types, {@code UUID}, {@code BigDecimal}, {@code Integer}, {@code Float} and {@code
 * ByteBuffer} are converted.
 *
 * <p>An event breaks a rule unless the rule is true. A rule that fails on an event, such as {@code x > 3} where x is
 * null, isn't true; write {@code x == null || x > 3}. Within records and maps {@code has(a.b)} means that b isn't null.
 */
public final class RuleSet {

    /** Steps of all loops ({@code all}, {@code exists} …) of one rule over one event; a rule that needs more isn't true. */
    private static final int LOOP_STEPS = 100_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(LOOP_STEPS)
            .build();

    private static final Pattern UNKNOWN_NAME = Pattern.compile("undeclared reference to '([^']*)'");

    private record Rule(String text, Program program, Optional<RuleTerm> term) {}

    private final List<Rule> rules;
    private final Set<String> columns;

    private RuleSet(List<Rule> rules, Set<String> columns) {
        this.rules = rules;
        this.columns = Set.copyOf(columns);
    }

    /**
     * The problems of these rules over these columns; empty if {@link #compile} takes them.
     */
    public static List<RuleProblem> check(Struct columns, List<String> rules) {
        CelCompiler compiler = compiler(columns);
        List<RuleProblem> problems = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            String rule = rules.get(i);
            CelValidationResult result = compiler.compile(rule);
            for (CelIssue issue : result.getErrors()) {
                // CEL counts columns from 0, and says 0 or -1 for what it can't place.
                problems.add(new RuleProblem(
                        i,
                        Math.max(1, issue.getSourceLocation().getLine()),
                        Math.max(1, issue.getSourceLocation().getColumn() + 1),
                        message(issue, columns)));
            }
        }
        return problems;
    }

    /** CEL's message without its list of all overloads, and with the column that was probably meant. */
    private static String message(CelIssue issue, Struct columns) {
        String message =
                issue.getMessage().replaceFirst(" \\(candidates: .*", "").replace(" (in container '')", "");
        Matcher unknown = UNKNOWN_NAME.matcher(message);
        return unknown.matches()
                ? message
                        + NearestName.of(
                                        unknown.group(1),
                                        columns.fields().stream()
                                                .map(Field::name)
                                                .toList())
                                .map(near -> ", did you mean '" + near + "'")
                                .orElse(", which is no column")
                : message;
    }

    /**
     * Compiles the rules of a contract. Costs milliseconds: do it once per schema.
     *
     * @throws IllegalArgumentException if {@link #check} has problems; a {@code StreamContract} that was read has none
     */
    public static RuleSet compile(Struct columns, List<String> rules) {
        if (rules.isEmpty()) {
            return none();
        }
        CelCompiler compiler = compiler(columns);
        CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                        .build())
                .addFunctionBindings(new RegexMatches().bindings())
                .build();
        List<Rule> compiled = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (String rule : rules) {
            try {
                CelAbstractSyntaxTree tree = compiler.compile(rule).getAst();
                compiled.add(new Rule(rule, runtime.createProgram(tree), RuleTerms.of(tree, columns)));
                tree.getReferenceMap().values().forEach(reference -> used.add(reference.name()));
            } catch (CelValidationException | CelEvaluationException e) {
                throw new IllegalArgumentException("Rule '" + rule + "' isn't valid: " + e.getMessage(), e);
            }
        }
        used.retainAll(columns.fields().stream().map(Field::name).toList());
        return new RuleSet(List.copyOf(compiled), used);
    }

    /** No rule, which every event keeps. */
    public static RuleSet none() {
        return new RuleSet(List.of(), Set.of());
    }

    /** Whether there is nothing to check. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The columns that the rules use; a reader that leaves out others can still check them. */
    public Set<String> columns() {
        return columns;
    }

    /** What each rule consists of, in the contract's order; empty for one that has more in it than {@link RuleTerm} knows. */
    public List<Optional<RuleTerm>> terms() {
        return rules.stream().map(Rule::term).toList();
    }

    /**
     * The rules that take about a microsecond an event, since CEL interprets them; those that consist of {@link #terms} take
     * some nanoseconds.
     */
    public List<String> slow() {
        return rules.stream()
                .filter(rule -> rule.term().isEmpty())
                .map(Rule::text)
                .toList();
    }

    /**
     * The text of the first rule that isn't true of an event; empty if all are.
     *
     * @param column gives a column's value by its name; it is asked only for columns that rules use
     */
    public Optional<String> firstViolated(Function<String, @Nullable Object> column) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        CelVariableResolver values = name -> Optional.of(CelValues.of(column.apply(name)));
        for (Rule rule : rules) {
            if (!isTrue(rule.program, values)) {
                return Optional.of(rule.text);
            }
        }
        return Optional.empty();
    }

    private static boolean isTrue(Program program, CelVariableResolver values) {
        try {
            return Boolean.TRUE.equals(program.eval(values));
        } catch (CelEvaluationException e) {
            // Not swallowed: a rule without an answer isn't true of the event, and the event is refused with its text.
            return false;
        }
    }

    private static CelCompiler compiler(Struct columns) {
        CelColumns types = new CelColumns();
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        for (Field column : columns.fields()) {
            builder.addVar(column.name(), types.typeOf(column));
        }
        return builder.setTypeProvider(types).build();
    }
}
