package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.CaseException.Problem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The rows of a case, in RocksDB; [CaseLayout] says what they are, and how an evidence gets in
/// whole or not at all.
final class IndexStore implements AutoCloseable {
  private final Path folder;
  private final StoreOptions options;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> families;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

  private IndexStore(
      Path folder, StoreOptions options, RocksDB database, List<ColumnFamilyHandle> families) {
    this.folder = folder;
    this.options = options;
    this.database = database;
    this.families = families;
  }

  /// Opens the index, and makes it if it is not there; nobody else can write then.
  ///
  /// @param folder of the case, for errors
  /// @param index RocksDB's folder
  static IndexStore openToWrite(Path folder, Path index) throws CaseException {
    NativeLibrary.load();
    StoreOptions options = StoreOptions.toWrite();
    return open(
        folder,
        options,
        handles -> RocksDB.open(options.database(), index.toString(), options.families(), handles));
  }

  /// Opens the index as it is now; somebody may write to it meanwhile.
  ///
  /// @param folder of the case, for errors
  /// @param index RocksDB's folder
  /// @throws CaseException [Problem#EMPTY] if making it was not done
  static IndexStore openToRead(Path folder, Path index) throws CaseException {
    NativeLibrary.load();
    if (!isMade(folder, index)) {
      throw nothingAdded(folder);
    }
    StoreOptions options = StoreOptions.toRead();
    return open(
        folder,
        options,
        handles ->
            RocksDB.openReadOnly(
                options.database(), index.toString(), options.families(), handles));
  }

  static CaseException nothingAdded(Path folder) {
    return new CaseException(folder, Problem.EMPTY, "nothing was added to this case yet");
  }

  /// Whether all column families are there: RocksDB makes one after the other.
  private static boolean isMade(Path folder, Path index) throws CaseException {
    try (Options options = new Options()) {
      List<byte[]> there = RocksDB.listColumnFamilies(options, index.toString());
      return CaseLayout.FAMILIES.stream()
          .allMatch(name -> there.stream().anyMatch(one -> Arrays.equals(one, name)));
    } catch (RocksDBException e) {
      throw failure(folder, e);
    }
  }

  @FunctionalInterface
  private interface Opening {
    RocksDB open(List<ColumnFamilyHandle> handles) throws RocksDBException;
  }

  private static IndexStore open(Path folder, StoreOptions options, Opening opening)
      throws CaseException {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      return new IndexStore(folder, options, opening.open(handles), handles);
    } catch (RocksDBException e) {
      options.close();
      throw failure(folder, e);
    }
  }

  ColumnFamilyHandle records() {
    return families.get(2);
  }

  ColumnFamilyHandle times() {
    return families.get(3);
  }

  ColumnFamilyHandle marks() {
    return families.get(4);
  }

  ColumnFamilyHandle live() {
    return families.get(5);
  }

  private ColumnFamilyHandle head() {
    return families.get(0);
  }

  private ColumnFamilyHandle evidence() {
    return families.get(1);
  }

  Optional<byte[]> headRow(byte[] key) throws CaseException {
    try {
      return Optional.ofNullable(database.get(head(), key));
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /// Marks a new index as one of this layout, under a key.
  void writeHead(byte[] keyCheck) throws CaseException {
    writeSynced(
        batch -> {
          batch.put(
              head(),
              CaseLayout.FORMAT_ROW,
              ByteBuffer.allocate(Integer.BYTES).putInt(CaseLayout.FORMAT).array());
          batch.put(head(), CaseLayout.KEY_CHECK_ROW, keyCheck);
        });
  }

  List<Evidence> evidences() throws CaseException {
    List<Evidence> evidences = new ArrayList<>();
    try (RowCursor rows = cursor(evidence())) {
      for (boolean more = rows.first(); more; more = rows.next()) {
        evidences.add(parse(rows, EvidenceRows::read));
      }
    }
    return evidences;
  }

  /// Reads a row by its key and value.
  @FunctionalInterface
  interface Parser<T> {
    T parse(byte[] key, byte[] value);
  }

  /// @throws CaseException [Problem#DAMAGED] if the row is not one that was written
  <T> T parse(RowCursor row, Parser<T> parser) throws CaseException {
    return parse(row.key(), row.value(), parser);
  }

  /// The same of a row that was looked up.
  <T> T parse(byte[] key, byte[] value, Parser<T> parser) throws CaseException {
    try {
      return parser.parse(key, value);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CaseException(folder, Problem.DAMAGED, "a row of the index is malformed", e);
    }
  }

  RowCursor recordCursor() {
    return cursor(records());
  }

  RowCursor timeCursor() {
    return cursor(times());
  }

  RowCursor markCursor() {
    return cursor(marks());
  }

  RowCursor liveCursor() {
    return cursor(live());
  }

  private RowCursor cursor(ColumnFamilyHandle family) {
    return new RowCursor(this, database.newIterator(family));
  }

  /// The value of a record's row, if it is there.
  Optional<byte[]> recordRow(byte[] key) throws CaseException {
    try {
      return Optional.ofNullable(database.get(records(), key));
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /// Notes that rows of this set follow.
  void begin(int rowSet) throws CaseException {
    Set<Integer> pending = pending();
    pending.add(rowSet);
    writeSynced(batch -> putPending(batch, pending));
  }

  /// Row sets that no evidence has, or will have until [#commit].
  private Set<Integer> pending() throws CaseException {
    ByteBuffer row = ByteBuffer.wrap(headRow(CaseLayout.PENDING_ROW).orElse(new byte[0]));
    Set<Integer> pending = new TreeSet<>();
    while (row.remaining() >= Integer.BYTES) {
      pending.add(row.getInt());
    }
    return pending;
  }

  private void putPending(WriteBatch batch, Set<Integer> pending) throws RocksDBException {
    if (pending.isEmpty()) {
      batch.delete(head(), CaseLayout.PENDING_ROW);
      return;
    }
    ByteBuffer row = ByteBuffer.allocate(pending.size() * Integer.BYTES);
    pending.forEach(row::putInt);
    batch.put(head(), CaseLayout.PENDING_ROW, row.array());
  }

  /// Makes the evidence part of the case, whose rows are all written.
  ///
  /// @param earlier what the case had of it, whose rows [#removeUnused] removes after this
  void commit(Evidence evidence, Optional<Evidence> earlier) throws CaseException {
    flush();
    Set<Integer> pending = pending();
    pending.remove(evidence.rowSet());
    earlier.map(Evidence::rowSet).ifPresent(pending::add);
    writeSynced(
        batch -> {
          batch.put(evidence(), EvidenceRows.key(evidence.number()), EvidenceRows.value(evidence));
          putPending(batch, pending);
        });
  }

  /// Says something else of an evidence, whose rows stay.
  void replace(Evidence evidence) throws CaseException {
    writeSynced(
        batch ->
            batch.put(
                evidence(), EvidenceRows.key(evidence.number()), EvidenceRows.value(evidence)));
  }

  /// Removes the rows that no evidence has: of those that were not added to their end, and of those
  /// that were indexed anew. All rows are gone through, once for all of them.
  void removeUnused() throws CaseException {
    Set<Integer> pending = pending();
    if (pending.isEmpty()) {
      return;
    }
    remove(records(), pending, SightingRows::rowSet);
    remove(times(), pending, TimeRows::rowSet);
    remove(marks(), pending, MarkRows::rowSet);
    remove(live(), pending, LiveRows::rowSet);
    flush();
    writeSynced(batch -> putPending(batch, Set.of()));
  }

  private void remove(
      ColumnFamilyHandle family, Set<Integer> rowSets, ToIntFunction<byte[]> rowSetOf)
      throws CaseException {
    try (RowCursor rows = cursor(family);
        RowBatch batch = new RowBatch(this)) {
      for (boolean more = rows.first(); more; more = rows.next()) {
        if (rowSets.contains(parse(rows, (key, _) -> rowSetOf.applyAsInt(key)))) {
          batch.delete(family, rows.key());
        }
      }
      batch.flush();
    }
  }

  /// Writes rows that nothing keeps until [#flush] if the power goes.
  void write(WriteBatch batch) throws CaseException {
    try {
      database.write(unlogged, batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  private void flush() throws CaseException {
    try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
      database.flush(waiting, families);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @FunctionalInterface
  private interface Change {
    void apply(WriteBatch batch) throws RocksDBException;
  }

  private void writeSynced(Change change) throws CaseException {
    try (WriteBatch batch = new WriteBatch()) {
      change.apply(batch);
      database.write(synced, batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  CaseException failure(RocksDBException e) {
    return failure(folder, e);
  }

  private static CaseException failure(Path folder, RocksDBException e) {
    Status status = e.getStatus();
    Status.Code code = status == null ? Status.Code.Undefined : status.getCode();
    String message = String.valueOf(e.getMessage());
    if (code == Status.Code.IOError && (message.contains("LOCK") || message.contains("lock "))) {
      return new CaseException(folder, Problem.IN_USE, "another program is adding to this case", e);
    }
    Problem problem =
        switch (code) {
          case Corruption, InvalidArgument, NotFound -> Problem.DAMAGED;
          default -> Problem.NOT_WRITTEN;
        };
    return new CaseException(folder, problem, "RocksDB: " + message, e);
  }

  /// Closes the index; what was written and not committed is removed when it is opened next.
  @Override
  public void close() {
    families.forEach(ColumnFamilyHandle::close);
    database.close();
    synced.close();
    unlogged.close();
    options.close();
  }
}
