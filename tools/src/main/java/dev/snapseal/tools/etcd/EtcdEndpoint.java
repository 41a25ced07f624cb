package dev.snapseal.tools.etcd;

import io.etcd.jetcd.ClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a member listens, and what is needed to speak to it.
///
/// @param url such as `https://127.0.0.1:2379`
/// @param tls empty for plain HTTP
public record EtcdEndpoint(String url, Optional<Tls> tls) {

  /// Files in PEM, as etcdctl takes them.
  ///
  /// @param caFile whom to trust, `--cacert`; empty for whom Java trusts
  /// @param certFile the client's own certificate, `--cert`; empty for none
  /// @param keyFile its key in PKCS #8, `--key`
  public record Tls(Optional<Path> caFile, Optional<Path> certFile, Optional<Path> keyFile) {}

  void secure(ClientBuilder builder) throws IOException {
    if (tls.isEmpty()) {
      return;
    }
    Tls files = tls.get();
    builder.sslContext(
        ssl -> {
          files.caFile().map(Path::toFile).ifPresent(ssl::trustManager);
          if (files.certFile().isPresent() && files.keyFile().isPresent()) {
            ssl.keyManager(files.certFile().get().toFile(), files.keyFile().get().toFile());
          }
        });
  }

  /// Whether the files can be read, said before anything is sent.
  public void requireFiles() throws IOException {
    if (tls.isPresent()) {
      for (Optional<Path> file :
          java.util.List.of(tls.get().caFile(), tls.get().certFile(), tls.get().keyFile())) {
        if (file.isPresent() && !Files.isReadable(file.get())) {
          throw new IOException("[" + file.get() + "] cannot be read");
        }
      }
    }
  }
}
