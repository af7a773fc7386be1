package dev.weir.lake;

import org.apache.iceberg.io.WriteResult;

/** What one task wrote between two checkpoints: files that no snapshot has yet, and which rows are in them. */
record LakeWrite(WriteResult files, Ranges ranges) {}
