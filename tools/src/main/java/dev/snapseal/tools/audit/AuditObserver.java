package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.kv.RevisionRecord;

/// Told of everything that an audit judges, in no order and by several threads.
interface AuditObserver {
  /// For audits of which nobody wants a picture.
  AuditObserver NONE =
      new AuditObserver() {
        @Override
        public void value(
            RevisionRecord record, Scope scope, ValueState state, EncryptionPrefix prefix) {}

        @Override
        public void piece(ByteRange range, Scope scope, ValueState state) {}
      };

  /// A whole value.
  ///
  /// @param prefix [EncryptionPrefix#NONE] for what is stored without
  void value(RevisionRecord record, Scope scope, ValueState state, EncryptionPrefix prefix);

  /// Bytes that belong to no record.
  void piece(ByteRange range, Scope scope, ValueState state);
}
