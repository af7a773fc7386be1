package dev.weir.streams.catalog;

import dev.weir.contract.StreamContract;
import dev.weir.streams.catalog.Contracts.StreamTable;
import dev.weir.streams.source.RollupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogView;
import org.apache.flink.table.catalog.GenericInMemoryCatalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.factories.Factory;

/**
 * Shows every contract of a {@link StreamStore} as a table of the database {@value #DATABASE}, and beside it {@code
 * name$dead} with its dead events and those of {@link dev.weir.streams.judge.Shown}, which aren't listed. Views and functions live as long as the catalog.
 *
 * <p>{@code CREATE TABLE} derives a contract and hands it to the store; one that changes nothing does nothing. What SQL
 * can't do with a stream is refused with a {@link CatalogException} that says what does.
 */
public final class WeirCatalog extends GenericInMemoryCatalog {

    public static final String NAME = "weir";
    public static final String DATABASE = "streams";

    private final StreamStore store;
    private final Contracts contracts;
    private final Rollups rollups;
    private final Factory factory;

    WeirCatalog(StreamStore store, Contracts contracts, Rollups rollups, Factory factory) {
        super(NAME, DATABASE);
        this.store = store;
        this.contracts = contracts;
        this.rollups = rollups;
        this.factory = factory;
    }

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(factory);
    }

    @Override
    public List<String> listTables(String database) throws DatabaseNotExistException {
        List<String> tables = new ArrayList<>();
        if (database.equals(DATABASE)) {
            for (String stream : store.list()) {
                tables.add(stream);
                tables.add(stream + Contracts.DEAD_SUFFIX);
            }
        }
        tables.addAll(super.listTables(database));
        return tables;
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        return find(path).isPresent() || rollup(path).isPresent() || super.tableExists(path);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        Optional<StreamTable> table = find(path);
        if (table.isPresent()) {
            return StreamTableDefinition.of(table.get());
        }
        Optional<RollupTable> rollup = rollup(path);
        return rollup.isPresent() ? Rollups.definition(rollup.get()) : super.getTable(path);
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        Optional<StreamContract> existing = contract(path);
        if (existing.isPresent() && ignoreIfExists) {
            return;
        }
        if (table instanceof ResolvedCatalogTable resolved
                && path.getDatabaseName().equals(DATABASE)) {
            createStream(path, resolved, existing);
        } else if (existing.isPresent() || !(table instanceof CatalogView)) {
            throw new TableAlreadyExistException(getName(), path);
        } else {
            super.createTable(path, table, ignoreIfExists);
        }
    }

    private void createStream(ObjectPath path, ResolvedCatalogTable table, Optional<StreamContract> existing)
            throws TableAlreadyExistException {
        if (super.tableExists(path)) {
            throw new TableAlreadyExistException(getName(), path);
        }
        try {
            StreamContract contract = DerivedStream.contract(path.getObjectName(), table, existing);
            if (!contract.equals(existing.orElse(null))) {
                store.create(contract);
            }
        } catch (StreamRefusedException e) {
            throw new CatalogException(e.getMessage(), e);
        }
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfNotExists)
            throws TableNotExistException {
        refuseForStreams(path, "altered", "Change its contract, or the CREATE TABLE that derives it");
        super.alterTable(path, table, ignoreIfNotExists);
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists) throws TableNotExistException {
        refuseForStreams(path, "dropped", "Delete its contract and its topic");
        super.dropTable(path, ignoreIfNotExists);
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists)
            throws TableNotExistException, TableAlreadyExistException {
        refuseForStreams(path, "renamed", "Create a stream of the new name and copy with INSERT INTO");
        super.renameTable(path, newName, ignoreIfNotExists);
    }

    private void refuseForStreams(ObjectPath path, String action, String remedy) {
        if (find(path).isPresent()) {
            throw new CatalogException(
                    "Stream '" + path.getObjectName() + "' can't be " + action + " from SQL. " + remedy + ".");
        }
    }

    private Optional<StreamContract> contract(ObjectPath path) {
        return find(path).map(StreamTable::contract);
    }

    private Optional<StreamTable> find(ObjectPath path) {
        return path.getDatabaseName().equals(DATABASE) ? contracts.find(path.getObjectName()) : Optional.empty();
    }

    private Optional<RollupTable> rollup(ObjectPath path) {
        return path.getDatabaseName().equals(DATABASE) ? rollups.find(path.getObjectName()) : Optional.empty();
    }
}
