package dev.weir.lake;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The catalog of a lake, connected.
 *
 * @param closing what closes it
 * @param files of its tables
 */
record OpenCatalog(Catalog catalog, Closeable closing, LakeFiles files) implements Closeable {

    Table load(String name) {
        return catalog.loadTable(LakeCatalog.table(name));
    }

    /** All of the lake, by name. */
    Map<String, Table> tables() {
        Map<String, Table> tables = new TreeMap<>();
        if (((SupportsNamespaces) catalog).namespaceExists(LakeCatalog.namespace())) {
            for (TableIdentifier table : catalog.listTables(LakeCatalog.namespace())) {
                tables.put(table.name(), catalog.loadTable(table));
            }
        }
        return tables;
    }

    @Override
    public void close() {
        try {
            closing.close();
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lake's catalog can't be closed.", e);
        }
    }
}
