package dev.weir.contract.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.contract.FieldType;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.ListOf;
import dev.weir.contract.FieldType.MapOf;
import dev.weir.contract.FieldType.Scalar;
import dev.weir.contract.FieldType.Struct;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {

    private static final Struct LINE = new Struct(List.of(
            new Field("price", new FieldType.Decimal(12, 2), false, null),
            new Field("note", Scalar.STRING, true, null)));

    private static final Struct COLUMNS = new Struct(List.of(
            new Field("temperature", Scalar.FLOAT64, false, null),
            new Field("humidity", Scalar.FLOAT64, true, null),
            new Field("seq", Scalar.INT32, false, null),
            new Field("count", Scalar.INT64, true, null),
            new Field("type", Scalar.STRING, true, null),
            new Field("state", new FieldType.Enumeration(List.of("NEW", "OLD")), false, null),
            new Field("amount", new FieldType.Decimal(12, 2), false, null),
            new Field("at", new FieldType.Timestamp(3), true, null),
            new Field("day", Scalar.DATE, false, null),
            new Field("opens", new FieldType.TimeOfDay(3), false, null),
            new Field("bytes", Scalar.BYTES, false, null),
            new Field("id", Scalar.UUID, false, null),
            new Field("line", LINE, false, null),
            new Field("other_line", LINE, true, null),
            new Field("lines", new ListOf(LINE, false), false, null),
            new Field("labels", new MapOf(Scalar.STRING, false), false, null),
            new Field("tags", new ListOf(Scalar.STRING, false), true, null)));

    private static final Map<String, Object> EVENT = event();

    private static Map<String, Object> event() {
        Map<String, Object> line = new HashMap<>();
        line.put("price", new BigDecimal("9.99"));
        line.put("note", null);
        Map<String, Object> event = new HashMap<>();
        event.put("temperature", 20.5);
        event.put("seq", 7);
        event.put("type", "like");
        event.put("state", "NEW");
        event.put("amount", new BigDecimal("12.50"));
        event.put("at", Instant.parse("2026-01-02T03:04:05Z"));
        event.put("day", LocalDate.of(2026, 1, 2));
        event.put("opens", LocalTime.of(9, 30));
        event.put("bytes", new byte[] {1, 2, 3});
        event.put("id", UUID.fromString("00000000-0000-0000-0000-000000000001"));
        event.put("line", line);
        event.put("lines", List.of(line, line));
        event.put("labels", Map.of("zone", "eu"));
        return Collections.unmodifiableMap(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temperature >= -80 && temperature <= 400",
                "temperature >= -80.0",
                "humidity == null || humidity > 3",
                "humidity == null || (humidity >= 0.0 && humidity <= 100.0)",
                "count == null",
                "type != null && type.startsWith('li')",
                "type in ['like', 'post']",
                "state == 'NEW'",
                "amount < 13",
                "amount == 12.5",
                "at > timestamp('2026-01-01T00:00:00Z') && at != null",
                "at.getFullYear() == 2026",
                "day == timestamp('2026-01-02T00:00:00Z')",
                "opens >= duration('9h') && opens < duration('10h')",
                "size(bytes) == 3",
                "id.endsWith('1')",
                "line.price < 10",
                "!has(line.note)",
                "line.note == null",
                "has(line.price)",
                "other_line == null",
                "lines.all(l, l.price > 0)",
                "lines.exists(l, l.price > 9.0) && size(lines) == 2",
                "labels['zone'] == 'eu'",
                "labels.zone == 'eu' && !has(labels.other)",
                "tags == null || size(tags) > 0",
                "id.matches('^[0-9a-f-]{36}$')",
                "matches(type, 'ik') && !type.matches('^ik')",
            })
    void ruleIsTrueOfAGoodEvent(String rule) {
        assertThat(RuleSet.check(COLUMNS, List.of(rule))).isEmpty();
        assertThat(RuleSet.compile(COLUMNS, List.of(rule)).firstViolated(EVENT::get))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temperature > 30",
                "humidity > 3",
                "count > 0",
                "line.note == 'x'",
                "lines[5].price > 0",
                "labels['none'] == 'x'",
                "other_line.price > 0",
                "tags.size() > 0",
                "1 / (seq - 7) > 0",
                "type.matches('[')",
                "type.matches(state + '(')"
            })
    void ruleThatIsFalseOrFailsIsViolated(String rule) {
        assertThat(RuleSet.compile(COLUMNS, List.of("seq == 7", rule)).firstViolated(EVENT::get))
                .contains(rule);
    }

    @Test
    void problemsSayWhichRuleAndWhere() {
        List<RuleProblem> problems =
                RuleSet.check(COLUMNS, List.of("seq > 0", "seq > 'a'", "  seqq > 0", "seq +", "seq", "line.prize > 0"));

        assertThat(problems)
                .extracting(RuleProblem::rule)
                .contains(1, 2, 3, 4, 5)
                .doesNotContain(0);
        assertThat(problems).filteredOn(p -> p.rule() == 1).singleElement().satisfies(p -> {
            assertThat(p.line()).isEqualTo(1);
            assertThat(p.column()).isEqualTo(5);
            assertThat(p.message()).contains("no matching overload");
        });
        assertThat(problems).filteredOn(p -> p.rule() == 2).singleElement().satisfies(p -> {
            assertThat(p.column()).isEqualTo(3);
            assertThat(p.message()).contains("undeclared reference to 'seqq'");
        });
        assertThat(problems)
                .filteredOn(p -> p.rule() == 5)
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("prize"));
    }

    @Test
    void compilingABadRuleIsACallersMistake() {
        assertThatThrownBy(() -> RuleSet.compile(COLUMNS, List.of("nothing > 0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing > 0");
    }

    @Test
    void loopsAreBounded() {
        List<Long> many = Collections.nCopies(1_000, 1L);
        Struct columns = new Struct(List.of(new Field("many", new ListOf(Scalar.INT64, false), false, null)));
        String rule = "many.all(a, many.all(b, many.all(c, a == b)))";

        assertThat(RuleSet.compile(columns, List.of(rule)).firstViolated(name -> many))
                .contains(rule);
    }

    @Test
    void columnsThatRulesUseAreKnownAndLoopVariablesAreNoneOfThem() {
        RuleSet rules =
                RuleSet.compile(COLUMNS, List.of("temperature > 3.0 || has(line.note)", "lines.all(l, l.price > 0.0)"));

        assertThat(rules.columns()).containsExactlyInAnyOrder("temperature", "line", "lines");
    }
}
