package dev.weir.pipeline.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What stands at the end of a query, outside of all brackets.
 *
 * @param limit how many rows it has at most
 * @param order by which columns of its result it is sorted; empty if by none, or by something else
 */
public record QueryEnd(OptionalLong limit, List<Order> order) {

    /**
     * @param column of the result: its name, or its number from 1
     * @param nullsFirst as written, else as SQL in Flink has it: null is smaller than all
     */
    public record Order(String column, boolean descending, boolean nullsFirst) {}

    public QueryEnd {
        order = List.copyOf(order);
    }

    public static QueryEnd of(SqlStatement query) {
        List<SqlToken> outside = outsideOfBrackets(SqlToken.scan(query.text()));
        int order = outside.size();
        OptionalLong limit = OptionalLong.empty();
        for (int at = 0; at + 1 < outside.size(); at++) {
            SqlToken next = outside.get(at + 1);
            if (outside.get(at).is("ORDER") && next.is("BY")) {
                order = at + 2;
            } else if (outside.get(at).is("LIMIT") && isNumber(next)) {
                limit = OptionalLong.of(Long.parseLong(next.text()));
            } else if (outside.get(at).is("FETCH") && at + 2 < outside.size() && isNumber(outside.get(at + 2))) {
                limit = OptionalLong.of(Long.parseLong(outside.get(at + 2).text()));
            }
        }
        return new QueryEnd(limit, order(outside.subList(order, outside.size())));
    }

    /** Brackets themselves stay, so that a call is no column. */
    private static List<SqlToken> outsideOfBrackets(List<SqlToken> tokens) {
        List<SqlToken> outside = new ArrayList<>();
        int depth = 0;
        for (SqlToken token : tokens) {
            depth -= token.is(")") ? 1 : 0;
            if (depth == 0) {
                outside.add(token);
            }
            depth += token.is("(") ? 1 : 0;
        }
        return outside;
    }

    private static List<Order> order(List<SqlToken> tokens) {
        List<Order> all = new ArrayList<>();
        List<SqlToken> item = new ArrayList<>();
        for (SqlToken token : tokens) {
            if (token.is("LIMIT") || token.is("OFFSET") || token.is("FETCH")) {
                break;
            }
            if (token.is(",")) {
                all.add(item(item));
                item.clear();
            } else {
                item.add(token);
            }
        }
        if (!item.isEmpty()) {
            all.add(item(item));
        }
        return all.stream().anyMatch(order -> order.column.isEmpty()) ? List.of() : all;
    }

    /** Without a column if it isn't one. */
    private static Order item(List<SqlToken> tokens) {
        List<SqlToken> rest = new ArrayList<>(tokens);
        boolean nullsFirst = endsWith(rest, "FIRST");
        boolean nullsSaid = nullsFirst || endsWith(rest, "LAST");
        if (nullsSaid) {
            rest.remove(rest.size() - 1);
            rest.remove(rest.size() - 1);
        }
        boolean descending = endsWith(rest, "DESC");
        if (descending || endsWith(rest, "ASC")) {
            rest.remove(rest.size() - 1);
        }
        boolean qualified = rest.size() == 3 && rest.get(1).is(".");
        boolean column = qualified || rest.size() == 1;
        return new Order(
                column ? rest.get(rest.size() - 1).value() : "", descending, nullsSaid ? nullsFirst : !descending);
    }

    private static boolean endsWith(List<SqlToken> tokens, String word) {
        return tokens.size() > 1 && tokens.get(tokens.size() - 1).is(word);
    }

    private static boolean isNumber(SqlToken token) {
        return token.text().matches("[0-9]{1,18}");
    }
}
