package dev.weir.benchmarks.lake;

/**
 * What a process of {@link ParquetMain} is to do, as JSON.
 *
 * @param metadata Iceberg's description of the table whose columns and properties the file must have
 * @param folder gets the file, the samples and the result
 */
record ParquetJob(String metadata, String folder, long records, int sensors, int partitions, long seed) {

    static final String FILE = "rows.parquet";
    static final String SAMPLES = "samples";
    static final String DONE = "done";
}
