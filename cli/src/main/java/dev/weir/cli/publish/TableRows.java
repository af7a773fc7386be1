package dev.weir.cli.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.contract.FieldType.Field;
import dev.weir.contract.FieldType.Struct;
import dev.weir.pipeline.TableFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a file that knows its columns; a row's line is its number, from 1. */
public final class TableRows implements Rows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TableFile file;
    private final FileProgress progress;
    private final List<Optional<Field>> columns;
    private long number;

    /**
     * @param progress counts the rows
     * @param fields the field that a column of the file is, where their names differ; an empty one leaves it out
     * @throws FileFormatException if a column is none of the stream's, or two are the same
     */
    public TableRows(TableFile file, FileProgress progress, Map<String, String> fields, Struct stream)
            throws FileFormatException {
        this.file = file;
        this.progress = progress;
        this.columns = CsvRows.columns(file.columns(), fields, stream);
    }

    @Override
    public @Nullable Row next() throws FileFormatException {
        List<@Nullable Object> values;
        try {
            values = file.next();
        } catch (IOException e) {
            throw new FileFormatException("The file can't be read on from row " + (number + 1) + ": " + e.getMessage()
                    + " The rows before it were sent.");
        }
        if (values == null) {
            return null;
        }
        number++;
        progress.passed(1);
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            columns.get(i).ifPresent(field -> event.put(field.name(), value));
        }
        try {
            return new Row(number, JSON.writeValueAsString(event), null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }
}
