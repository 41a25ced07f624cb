package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.util.function.Consumer;

/// Finds the values in the data of an entry: an `InternalRaftRequest`, or a bare `Request` of the
/// v2 API.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/api/etcdserverpb/raft_internal.proto">etcd
///   raft_internal.proto</a>
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.4.44/etcdserver/etcdserverpb/etcdserver.proto">etcd
///   etcdserver.proto, Request</a>
public final class RequestValues {
  /// Of transactions in transactions; etcd's own limit on a request's size allows more, and no
  /// client writes any.
  private static final int MAX_DEPTH = 64;

  private static final int V2 = 2;
  private static final int PUT = 4;
  private static final int TXN = 6;
  private static final int AUTHENTICATE = 1012;
  private static final int USER_ADD = 1100;
  private static final int USER_CHANGE_PASSWORD = 1103;

  /// `Request.Dir`: there is always one, and field 5 of the other message is no number.
  private static final int V2_DIR = 5;

  private static final int V2_PATH = 3;
  private static final int V2_VAL = 4;
  private static final int V2_PREV_VALUE = 6;

  private final SnapshotBytes segment;
  private final Consumer<RequestValue> values;

  private RequestValues(SnapshotBytes segment, Consumer<RequestValue> values) {
    this.segment = segment;
    this.values = values;
  }

  /// Gives every value of an entry's data to `values`; empty ones are left out.
  ///
  /// @throws MalformedProtobufException if the data is no request; what was found before was given
  public static void forEach(SnapshotBytes segment, WalEntry entry, Consumer<RequestValue> values)
      throws MalformedProtobufException {
    if (!entry.isRequest()) {
      return;
    }
    RequestValues reading = new RequestValues(segment, values);
    if (reading.isV2(entry.dataOffset(), entry.dataLength())) {
      reading.v2(entry.dataOffset(), entry.dataLength());
    } else {
      reading.request(entry.dataOffset(), entry.dataLength());
    }
  }

  /// Whether a request is one of the v2 API, bare.
  ///
  /// @throws MalformedProtobufException if the data is no request
  static boolean isV2(SnapshotBytes segment, WalEntry entry) throws MalformedProtobufException {
    return new RequestValues(segment, _ -> {}).isV2(entry.dataOffset(), entry.dataLength());
  }

  private boolean isV2(long offset, long length) throws MalformedProtobufException {
    ProtobufReader fields = fields(offset, length);
    while (fields.next()) {
      if (fields.is(V2_DIR, ProtobufReader.VARINT)) {
        return true;
      }
    }
    return false;
  }

  private void request(long offset, long length) throws MalformedProtobufException {
    ProtobufReader fields = fields(offset, length);
    while (fields.next()) {
      if (fields.wireType() == ProtobufReader.LENGTH_DELIMITED) {
        long start = fields.valueOffset();
        long bytes = fields.valueLength();
        switch (fields.fieldNumber()) {
          case V2 -> v2(start, bytes);
          case PUT -> pair(RequestValue.Kind.PUT, start, bytes, 1, 2);
          case TXN -> transaction(start, bytes, 0);
          case AUTHENTICATE -> {
            pair(RequestValue.Kind.PASSWORD, start, bytes, 1, 2);
            pair(RequestValue.Kind.SIMPLE_TOKEN, start, bytes, 1, 3);
          }
          case USER_ADD -> {
            pair(RequestValue.Kind.PASSWORD, start, bytes, 1, 2);
            pair(RequestValue.Kind.HASHED_PASSWORD, start, bytes, 1, 4);
          }
          case USER_CHANGE_PASSWORD -> {
            pair(RequestValue.Kind.PASSWORD, start, bytes, 1, 2);
            pair(RequestValue.Kind.HASHED_PASSWORD, start, bytes, 1, 3);
          }
          default -> {
            // holds no value
          }
        }
      }
    }
  }

  private void v2(long offset, long length) throws MalformedProtobufException {
    pair(RequestValue.Kind.V2_VALUE, offset, length, V2_PATH, V2_VAL);
    pair(RequestValue.Kind.V2_PREVIOUS, offset, length, V2_PATH, V2_PREV_VALUE);
  }

  /// `TxnRequest`: 1 compare, 2 success, 3 failure.
  private void transaction(long offset, long length, int depth) throws MalformedProtobufException {
    if (depth == MAX_DEPTH) {
      throw new MalformedProtobufException(0, "more than " + MAX_DEPTH + " transactions deep");
    }
    ProtobufReader fields = fields(offset, length);
    while (fields.next()) {
      if (fields.is(1, ProtobufReader.LENGTH_DELIMITED)) {
        pair(RequestValue.Kind.COMPARE, fields.valueOffset(), fields.valueLength(), 3, 7);
      } else if (fields.is(2, ProtobufReader.LENGTH_DELIMITED)
          || fields.is(3, ProtobufReader.LENGTH_DELIMITED)) {
        operation(fields.valueOffset(), fields.valueLength(), depth);
      }
    }
  }

  /// `RequestOp`: 2 put, 4 transaction.
  private void operation(long offset, long length, int depth) throws MalformedProtobufException {
    ProtobufReader fields = fields(offset, length);
    while (fields.next()) {
      if (fields.is(2, ProtobufReader.LENGTH_DELIMITED)) {
        pair(RequestValue.Kind.PUT, fields.valueOffset(), fields.valueLength(), 1, 2);
      } else if (fields.is(4, ProtobufReader.LENGTH_DELIMITED)) {
        transaction(fields.valueOffset(), fields.valueLength(), depth + 1);
      }
    }
  }

  /// A key and a value of one message.
  private void pair(RequestValue.Kind kind, long offset, long length, int key, int value)
      throws MalformedProtobufException {
    ProtobufReader fields = fields(offset, length);
    long keyOffset = offset;
    long keyLength = 0;
    while (fields.next()) {
      if (fields.is(key, ProtobufReader.LENGTH_DELIMITED)) {
        keyOffset = fields.valueOffset();
        keyLength = fields.valueLength();
      }
    }
    // The last one counts, and the others are there all the same.
    fields = fields(offset, length);
    while (fields.next()) {
      if (fields.is(value, ProtobufReader.LENGTH_DELIMITED) && fields.valueLength() > 0) {
        values.accept(
            new RequestValue(
                kind, keyOffset, keyLength, fields.valueOffset(), fields.valueLength()));
      }
    }
  }

  private ProtobufReader fields(long offset, long length) {
    return new ProtobufReader(segment.segment(), offset, length);
  }
}
