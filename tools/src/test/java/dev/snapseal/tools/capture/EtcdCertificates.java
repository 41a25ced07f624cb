package dev.snapseal.tools.capture;

import dev.snapseal.tools.rewrite.LoneEtcd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What an etcd on loopback and its clients show each other, in the forms that kubeadm gives them:
/// one authority, a server and a client signed by it, RSA keys in PKCS #1. Made by OpenSSL.
///
/// The client's name is no user of etcd's, so that with authentication on it may do nothing.
record EtcdCertificates(Path folder) {
  private static final String PASSWORD = "only-for-java";

  static EtcdCertificates make(Path folder) throws Exception {
    EtcdCertificates made = new EtcdCertificates(folder);
    made.openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=etcd-ca");
    // Also a client: etcd's JSON gateway shows the server's certificate to the server.
    Files.writeString(
        folder.resolve("server.ext"),
        "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
    Files.writeString(folder.resolve("client.ext"), "extendedKeyUsage=clientAuth\n");
    Files.copy(folder.resolve("client.ext"), folder.resolve("gateway.ext"));
    made.sign("server", "/CN=etcd");
    made.sign("client", "/CN=backup");
    made.sign("gateway", "/O=nameless");
    made.openssl(
        "pkcs12 -export -in gateway.crt -inkey gateway.key -out gateway.p12 -passout pass:"
            + PASSWORD);
    return made;
  }

  private void sign(String name, String subject) throws Exception {
    openssl("genrsa -traditional -out " + name + ".key 2048");
    openssl("req -new -key %s.key -out %s.csr -subj %s".formatted(name, name, subject));
    openssl(
        "x509 -req -in %s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile %s.ext"
                .formatted(name, name)
            + " -out %s.crt".formatted(name));
  }

  private void openssl(String arguments) throws Exception {
    LoneEtcd.run(folder, ("openssl " + arguments).split(" ", -1));
  }

  /// Options of an etcd that lets in only clients of this authority.
  List<String> ofServer() {
    return List.of(
        "--cert-file",
        file("server.crt"),
        "--key-file",
        file("server.key"),
        "--client-cert-auth",
        "--trusted-ca-file",
        file("ca.crt"));
  }

  /// Options of a client.
  List<String> ofClient() {
    return List.of(
        "--cacert", file("ca.crt"), "--cert", file("client.crt"), "--key", file("client.key"));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /// For a client of the JSON gateway in this JVM: etcd refuses it certificates with a common name
  /// when authentication is on.
  SSLContext context() throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    KeyStore own =
        KeyStore.getInstance(folder.resolve("gateway.p12").toFile(), PASSWORD.toCharArray());
    keys.init(own, PASSWORD.toCharArray());
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    try (InputStream certificate = Files.newInputStream(folder.resolve("ca.crt"))) {
      authorities.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
