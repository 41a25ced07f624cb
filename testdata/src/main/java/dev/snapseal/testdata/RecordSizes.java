package dev.snapseal.testdata;

import dev.snapseal.testdata.etcd.KeyValueMessage;

/// Lengths of the records of a large snapshot, worked out without making them.
///
/// @param objectBytes of a Secret's message around its entry of data
/// @param outerBytes of magic, type and trailing fields around that message
/// @param etcdKeyBytes of an etcd key
record RecordSizes(int objectBytes, int outerBytes, int etcdKeyBytes) {
  private static final int ENTRY_KEY_BYTES = 2 + "password".length();

  /// Takes the fixed parts from a Secret without data, whose lengths all fit two varint bytes.
  static RecordSizes measuredFrom(SealedSecrets secrets) {
    int empty = secrets.secret(0, 0).toBytes().length;
    int entry = field(ENTRY_KEY_BYTES + 2);
    int outer = 4 + field("v1".length() + "Secret".length() + 4) + 4;
    int object = empty - outer - 1;
    object -= varintBytes(object);
    return new RecordSizes(object - entry, outer, secrets.secret(0, 0).etcdKey().length());
  }

  /// Length of the plaintext of a value.
  int plaintext(int dataBytes) {
    int entry = ENTRY_KEY_BYTES + field(dataBytes);
    return outerBytes + field(objectBytes + field(entry));
  }

  /// Length of the KeyValue message of a value.
  int record(int index, int dataBytes) {
    long revision = LargePlan.revision(index);
    int fixed =
        new KeyValueMessage(new byte[0], revision, revision, 1, new byte[0], 0).toBytes().length;
    return fixed + field(etcdKeyBytes) + field(SealedSecrets.sealedBytes(plaintext(dataBytes)));
  }

  /// The longest data whose encrypted value stays within `valueBytes`.
  int dataBytesForValue(int valueBytes) {
    int data = valueBytes;
    while (SealedSecrets.sealedBytes(plaintext(data)) > valueBytes) {
      data--;
    }
    return data;
  }

  private static int field(int length) {
    return 1 + varintBytes(length) + length;
  }

  private static int varintBytes(int value) {
    return Math.max(1, Math.ceilDiv(Integer.SIZE - Integer.numberOfLeadingZeros(value), 7));
  }
}
