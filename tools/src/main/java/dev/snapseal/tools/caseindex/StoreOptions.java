package dev.snapseal.tools.caseindex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.util.StdErrLogger;

/// How RocksDB is run: its memory outside the heap has a bound, some [#MEMORY_BYTES] for blocks and
/// write buffers together and as much again while it compacts.
final class StoreOptions implements AutoCloseable {
  private static final long MEMORY_BYTES = 96L << 20;
  private static final long WRITE_BUFFER_BYTES = 24L << 20;
  private static final int BLOCK_BYTES = 16 << 10;
  private static final int BLOOM_BITS = 10;
  private static final int BACKGROUND_JOBS = 2;
  private static final int OPEN_FILES = 500;

  /// In the order in which they must be closed.
  private final Deque<RocksObject> owned = new ArrayDeque<>();

  private final ColumnFamilyOptions families;
  private final DBOptions database;

  /// @param openFiles how many files RocksDB may hold open; -1 for all
  private StoreOptions(int openFiles) {
    Cache cache = own(new LRUCache(MEMORY_BYTES));
    WriteBufferManager buffers = own(new WriteBufferManager(MEMORY_BYTES / 2, cache));
    BloomFilter bloom = own(new BloomFilter(BLOOM_BITS));
    this.families =
        own(
            new ColumnFamilyOptions()
                .setTableFormatConfig(
                    new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(bloom))
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(2)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION));
    this.database =
        own(
            new DBOptions()
                .setWriteBufferManager(buffers)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setMaxOpenFiles(openFiles)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                // Its log would hold etcd keys, and be written where nobody looks.
                .setLogger(own(new StdErrLogger(InfoLogLevel.FATAL_LEVEL))));
  }

  static StoreOptions toWrite() {
    StoreOptions options = new StoreOptions(OPEN_FILES);
    options.database.setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
    return options;
  }

  /// A writer beside it may remove files; what is open stays readable.
  static StoreOptions toRead() {
    return new StoreOptions(-1);
  }

  DBOptions database() {
    return database;
  }

  List<ColumnFamilyDescriptor> families() {
    return Stream.concat(Stream.of(RocksDB.DEFAULT_COLUMN_FAMILY), CaseLayout.FAMILIES.stream())
        .map(name -> new ColumnFamilyDescriptor(name, families))
        .toList();
  }

  private <T extends RocksObject> T own(T object) {
    owned.addFirst(object);
    return object;
  }

  @Override
  public void close() {
    owned.forEach(RocksObject::close);
  }
}
