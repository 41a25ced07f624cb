package dev.snapseal.tools.caseindex;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.Provider;
import dev.snapseal.crypto.keys.KeyFingerprint;
import java.util.ArrayList;
import java.util.List;

/// The part of a row of column family `evidence` that is about keys.
final class KeyRows {
  private KeyRows() {}

  static void write(RowWriter row, EvidenceKeys keys) {
    row.text(keys.use().name()).varint(keys.opened()).varint(keys.tried().size());
    for (KeyFingerprint tried : keys.tried()) {
      writePrefix(row, tried.prefix());
      row.optional(tried.id(), RowWriter::text);
    }
    row.varint(keys.missing().size());
    for (MissingKey missing : keys.missing()) {
      writePrefix(row, missing.prefix());
      row.text(missing.why().name()).varint(missing.values());
    }
  }

  static EvidenceKeys read(RowReader row) {
    EvidenceKeys.Use use = EvidenceKeys.Use.valueOf(row.text());
    long opened = row.varint();
    List<KeyFingerprint> tried = new ArrayList<>();
    for (long left = row.varint(); left > 0; left--) {
      tried.add(new KeyFingerprint(readPrefix(row), row.optional(RowReader::text)));
    }
    List<MissingKey> missing = new ArrayList<>();
    for (long left = row.varint(); left > 0; left--) {
      missing.add(
          new MissingKey(readPrefix(row), MissingKey.Why.valueOf(row.text()), row.varint()));
    }
    return new EvidenceKeys(use, tried, opened, missing);
  }

  private static void writePrefix(RowWriter row, EncryptionPrefix prefix) {
    row.text(prefix.provider().name()).text(prefix.keyName());
  }

  private static EncryptionPrefix readPrefix(RowReader row) {
    return new EncryptionPrefix(Provider.valueOf(row.text()), row.text());
  }
}
