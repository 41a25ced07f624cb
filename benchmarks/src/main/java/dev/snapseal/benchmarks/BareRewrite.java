package dev.snapseal.benchmarks;

import dev.snapseal.snapshot.Snapshot;
import dev.snapseal.snapshot.kv.MalformedRecordException;
import dev.snapseal.snapshot.kv.RecordVisitor;
import dev.snapseal.snapshot.kv.RevisionRecord;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The ciphers' share of a rewrite: the values of a snapshot, on the heap beforehand, each opened
/// by a bare CBC stream and sealed by a bare GCM cipher. No pages, no records, no prefixes read.
final class BareRewrite {
  /// Values that a thread takes at a time, about as many as in a range of pages.
  private static final int VALUES_A_TASK = 256;

  private final SealingKey from;
  private final SealingKey to;
  private final List<ValueSample> values = new ArrayList<>();

  BareRewrite(Snapshot source, SealingKey from, SealingKey to) throws IOException {
    this.from = from;
    this.to = to;
    source.forEachRevision(
        new RecordVisitor() {
          @Override
          public void record(RevisionRecord record) {
            values.add(sample(record));
          }

          @Override
          public void malformed(MalformedRecordException fault) {
            throw new IllegalStateException("the image was made sound", fault);
          }
        });
  }

  private ValueSample sample(RevisionRecord record) {
    byte[] stored = new byte[record.valueLength()];
    record.copyValue(stored, stored.length);
    byte[] path = record.keyBytes();
    return ValueSample.stored(path, stored, from.prefix().length);
  }

  /// Rewrites every value and drops what comes out.
  void run(int threads) throws IOException {
    List<ValueWork.Task<Worker>> tasks = new ArrayList<>();
    for (int i = 0; i < values.size(); i += VALUES_A_TASK) {
      List<ValueSample> some = values.subList(i, Math.min(values.size(), i + VALUES_A_TASK));
      tasks.add(worker -> some.forEach(worker::rewrite));
    }
    ValueWork<Worker> work = new ValueWork<>();
    work.offer(tasks);
    work.run(threads, Worker::new, () -> {});
  }

  /// What the values are, for the gate: opened, sealed and opened again.
  PlaintextSum sum() {
    PlaintextSum sum = new PlaintextSum();
    JdkGcm reading = new JdkGcm(to);
    Worker worker = new Worker();
    for (ValueSample value : values) {
      int end = worker.rewrite(value);
      byte[] sealed = Arrays.copyOf(worker.out, end);
      reading.open(ValueSample.stored(value.pathBytes(), sealed, value.bodyOffset()));
      sum.add(reading.opened());
    }
    return sum;
  }

  /// Belongs to one thread.
  private final class Worker implements ValueWork.Worker {
    private final JdkCbcStream reading = new JdkCbcStream(from);
    private final JdkGcm writing = new JdkGcm(to);
    private byte[] out = new byte[1 << 14];

    int rewrite(ValueSample value) {
      if (out.length < value.stored().length + ValueCipher.MOST_OVERHEAD) {
        out = new byte[value.stored().length + ValueCipher.MOST_OVERHEAD];
      }
      int length = reading.open(value);
      byte[] plain = reading.buffer();
      return writing.seal(
          value.pathBytes(), plain, reading.bufferOffset(), length, out, value.bodyOffset());
    }

    @Override
    public void close() {
      // holds nothing that anybody misses
    }
  }
}
