package dev.snapseal.tools.caseindex;

import dev.snapseal.tools.caseindex.CaseException.Problem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  /// @throws CaseException [Problem#NOT_A_CASE] if making it was not done
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
    return new CaseException(folder, Problem.NOT_A_CASE, "nothing was added to this case yet");
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
    try {
      return parser.parse(row.key(), row.value());
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

  private RowCursor cursor(ColumnFamilyHandle family) {
    return new RowCursor(this, database.newIterator(family));
  }

  /// Notes that rows of this evidence follow.
  void begin(int number) throws CaseException {
    writeSynced(batch -> batch.put(head(), CaseLayout.PENDING_ROW, EvidenceRows.key(number)));
  }

  /// Makes the evidence part of the case, whose rows are all written.
  void commit(Evidence evidence) throws CaseException {
    flush();
    writeSynced(
        batch -> {
          batch.put(evidence(), EvidenceRows.key(evidence.number()), EvidenceRows.value(evidence));
          batch.delete(head(), CaseLayout.PENDING_ROW);
        });
  }

  /// Removes what an evidence left that was not added to its end.
  void removeUnfinished() throws CaseException {
    Optional<byte[]> pending = headRow(CaseLayout.PENDING_ROW);
    if (pending.isEmpty()) {
      return;
    }
    int number = ByteBuffer.wrap(pending.get()).getInt();
    remove(records(), number, SightingRows::evidence);
    remove(times(), number, TimeRows::evidence);
    flush();
    writeSynced(batch -> batch.delete(head(), CaseLayout.PENDING_ROW));
  }

  private void remove(ColumnFamilyHandle family, int number, ToIntFunction<byte[]> evidenceOf)
      throws CaseException {
    try (RowCursor rows = cursor(family);
        RowBatch batch = new RowBatch(this)) {
      for (boolean more = rows.first(); more; more = rows.next()) {
        if (parse(rows, (key, _) -> evidenceOf.applyAsInt(key)) == number) {
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
