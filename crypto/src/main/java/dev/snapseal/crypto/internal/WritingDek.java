package dev.snapseal.crypto.internal;

import dev.snapseal.crypto.KmsPlugin;
import javax.crypto.SecretKey;

/// The data key or seed of everything that one run writes, and what the plugin made of it.
///
/// @param key the key itself
/// @param wrapped what values store instead
record WritingDek(SecretKey key, KmsPlugin.WrappedKey wrapped) {
  @Override
  public String toString() {
    return "WritingDek[wrapped by " + wrapped.keyId() + "]";
  }
}
