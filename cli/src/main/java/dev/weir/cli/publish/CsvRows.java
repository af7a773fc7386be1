package dev.weir.cli.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.contract.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180) whose first row names the columns; a cell is read as its field's type has it. */
public final class CsvRows implements Rows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final CSVParser parser;
    private final Iterator<CSVRecord> rows;
    private final List<Optional<Field>> columns;

    /**
     * Reads the header.
     *
     * @param fields the field that a column of the file is, where their names differ; an empty one leaves it out
     * @throws FileFormatException if a column is none of the stream's, or two are the same
     */
    public CsvRows(InputStream file, char delimiter, Map<String, String> fields, Struct stream)
            throws IOException, FileFormatException {
        parser = CSVParser.builder()
                .setReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                .setFormat(CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get())
                .get();
        rows = parser.iterator();
        CSVRecord header = record();
        if (header == null) {
            throw new FileFormatException("The file is empty; its first line should name the columns.");
        }
        List<String> names = new ArrayList<>(header.toList());
        names.set(0, names.get(0).replaceFirst("^" + BYTE_ORDER_MARK, ""));
        columns = columns(names, fields, stream);
    }

    /** The field of each column; empty for one that is left out. */
    static List<Optional<Field>> columns(List<String> header, Map<String, String> fields, Struct stream)
            throws FileFormatException {
        List<Optional<Field>> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            String name = fields.getOrDefault(column, column.strip());
            if (name.isEmpty()) {
                columns.add(Optional.empty());
                continue;
            }
            Optional<Field> field = stream.find(name);
            if (field.isEmpty()) {
                List<String> names = stream.fields().stream().map(Field::name).toList();
                throw new FileFormatException("The file's column '" + column + "' is no field of the stream."
                        + NearestName.hint(name, names) + " Its fields are " + names + "; say --map '" + column
                        + "=FIELD', or --map '" + column + "=' to leave the column out.");
            }
            if (!seen.add(name)) {
                throw new FileFormatException("Two columns of the file are the field '" + name + "'.");
            }
            columns.add(field);
        }
        return List.copyOf(columns);
    }

    @Override
    public @Nullable Row next() throws FileFormatException {
        CSVRecord cells = record();
        if (cells == null) {
            return null;
        }
        ObjectNode event = JSON.createObjectNode();
        for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
            if (columns.get(i).isPresent()) {
                CsvCell.put(event, columns.get(i).get(), cells.get(i));
            }
        }
        String problem = cells.size() > columns.size()
                ? "The row has " + cells.size() + " values, the header " + columns.size() + "."
                : null;
        long linesWithin = cells.stream()
                .flatMapToInt(String::chars)
                .filter(character -> character == '\n')
                .count();
        return new Row(parser.getCurrentLineNumber() - linesWithin, event.toString(), problem);
    }

    private @Nullable CSVRecord record() throws FileFormatException {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (UncheckedIOException e) {
            throw new FileFormatException("The file can't be read on from line " + (parser.getCurrentLineNumber() + 1)
                    + ", as its quotes don't match: " + e.getCause().getMessage() + ". The rows before it were sent.");
        }
    }
}
