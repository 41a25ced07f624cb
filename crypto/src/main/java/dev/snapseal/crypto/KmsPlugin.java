package dev.snapseal.crypto;

import java.util.Map;

/// A key management service as the API server meets it: it wraps and unwraps data keys and never
/// shows its own key.
///
/// Implementations may block and must be safe for use by several threads. The version decides which
/// methods are meaningful: v1 knows neither key ids nor annotations.
///
/// @see <a href="https://github.com/kubernetes/kms/blob/v0.37.2/apis/v2/api.proto">kms v2
///   api.proto</a>
public interface KmsPlugin extends AutoCloseable {

  /// What a plugin says of itself (v2 `Status`; v1 answers with its `Version` and an empty key id).
  record Status(String version, String healthz, String keyId) {}

  /// A data key under the plugin's own key.
  ///
  /// @param ciphertext what the value stores instead of the data key
  /// @param keyId identity of the wrapping key; empty with v1
  /// @param annotations what the plugin wants back on unwrapping; empty with v1
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record WrappedKey(byte[] ciphertext, String keyId, Map<String, byte[]> annotations) {}

  /// Asks whether the plugin is there and which key it writes with.
  ///
  /// @throws KmsPluginException if it cannot be reached, does not answer in time or says it is not
  ///   healthy
  Status status() throws KmsPluginException;

  /// Wraps a data key.
  WrappedKey encrypt(byte[] dataKey) throws KmsPluginException;

  /// Unwraps a data key; the caller wipes the answer.
  byte[] decrypt(WrappedKey wrapped) throws KmsPluginException;

  @Override
  void close();
}
