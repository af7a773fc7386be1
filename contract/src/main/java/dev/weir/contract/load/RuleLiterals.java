package dev.weir.contract.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers and texts that a contract's rules mention beside a column: values near them are likely to be good ones. */
record RuleLiterals(List<Double> numbers, List<String> texts) {

    private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]*)\"|'([^'\\\\]*)'");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?![\\w.])");

    static RuleLiterals of(List<String> rules, String column) {
        Pattern named = Pattern.compile("(?<![\\w.])" + Pattern.quote(column) + "(?!\\w)");
        List<Double> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (String rule : rules) {
            String withoutTexts = TEXT.matcher(rule).replaceAll(" ");
            if (named.matcher(withoutTexts).find()) {
                TEXT.matcher(rule).results().forEach(found -> texts.add(text(found.group(1), found.group(2))));
                Matcher number = NUMBER.matcher(withoutTexts);
                while (number.find()) {
                    numbers.add(Double.parseDouble(number.group()));
                }
            }
        }
        numbers.sort(null);
        return new RuleLiterals(List.copyOf(numbers), List.copyOf(texts));
    }

    private static String text(String doubleQuoted, String singleQuoted) {
        return doubleQuoted == null ? singleQuoted : doubleQuoted;
    }
}
