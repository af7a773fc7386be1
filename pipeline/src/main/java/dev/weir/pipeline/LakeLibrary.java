package dev.weir.pipeline;

import dev.weir.pipeline.job.ServerUnavailableException;
import dev.weir.pipeline.project.ProjectException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The way into {@code weir-lake}, which isn't on the class path: found as a service in a class loader that has it and
 * what it needs.
 */
public interface LakeLibrary {

    /**
     * The lake for deliveries.
     *
     * @param loader the one that this was found in; the lake closes it
     * @param jars that jobs need to fill tables
     */
    Lake open(LakeAddress address, ClassLoader loader, List<Path> jars);

    /**
     * The lake for queries; needs none of the stack's servers but the catalog's.
     *
     * @param addresses one for each of its catalogs; of tables with one name the first counts
     * @throws ServerUnavailableException if the catalog can't be reached
     */
    LakeSql sql(List<LakeAddress> addresses) throws ServerUnavailableException;

    /**
     * The tables of the lake, to be checked and looked after.
     *
     * @throws ServerUnavailableException if the catalog can't be reached
     */
    LakeTables tables(List<LakeAddress> addresses) throws ServerUnavailableException;

    /**
     * The table of a delivery to a database, to be checked.
     *
     * @throws ServerUnavailableException if the database can't be reached
     * @throws ProjectException if nobody knows its login any more
     */
    DatabaseTable table(LakeAddress address, SubmittedDelivery delivery)
            throws ServerUnavailableException, ProjectException, IOException;

    /**
     * Opens a Parquet file, without any server.
     *
     * @throws IOException if it can't be read as one
     */
    TableFile parquet(Path file) throws IOException;
}
