package dev.snapseal.tools.etcd;

import io.etcd.jetcd.ClientBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
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
  /// @param keyFile its key, `--key`
  public record Tls(Optional<Path> caFile, Optional<Path> certFile, Optional<Path> keyFile) {}

  /// The same for gRPC, which takes no address of IPv6 in a URL of HTTP.
  String target() {
    int bracket = url.indexOf('[');
    return bracket < 0
        ? url
        : "ip:///" + url.substring(bracket).replace("[", "%5B").replace("]", "%5D");
  }

  void secure(ClientBuilder builder) throws IOException {
    if (tls.isEmpty()) {
      return;
    }
    Tls files = tls.get();
    SslContextBuilder ssl = GrpcSslContexts.forClient();
    if (files.caFile().isPresent()) {
      ssl.trustManager(PemKey.certificates(files.caFile().get()));
    }
    if (files.certFile().isPresent() && files.keyFile().isPresent()) {
      ssl.keyManager(
          PemKey.privateKey(files.keyFile().get()), PemKey.certificates(files.certFile().get()));
    }
    builder.sslContext(ssl.build());
  }
}
