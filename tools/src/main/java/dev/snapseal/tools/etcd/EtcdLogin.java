package dev.snapseal.tools.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.ClientBuilder;
import java.util.Arrays;

/// A user of etcd's own authentication. Holds a copy of the password until it is closed; the client
/// that was made with it holds another for as long as it is open.
public final class EtcdLogin implements AutoCloseable {
  private final byte[] user;
  private final byte[] password;

  /// @param password copied
  public EtcdLogin(String user, byte[] password) {
    this.user = user.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    this.password = password.clone();
  }

  void addTo(ClientBuilder builder) {
    builder.user(ByteSequence.from(user)).password(ByteSequence.from(password));
  }

  @Override
  public void close() {
    Arrays.fill(password, (byte) 0);
  }
}
