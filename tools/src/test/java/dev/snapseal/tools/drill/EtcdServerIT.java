package dev.snapseal.tools.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.tools.ProgramRun;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may speak with the etcd that a drill starts.
final class EtcdServerIT {
  private static final Path PEERS = Path.of(System.getProperty("snapseal.peers", ""));

  @TempDir private Path base;

  @Test
  void onlyTheDrillIsAnswered() throws Exception {
    EtcdPrograms.Program etcd =
        new EtcdPrograms.Program("etcd", PEERS.resolve("etcd"), new EtcdVersion(3, 6, 14));
    try (DrillFolder folder = DrillFolder.create(base);
        EtcdServer server =
            EtcdServer.start(
                folder, etcd, folder.resolve("data"), Duration.ofSeconds(30), List.of())) {
      assertEquals("3.6.14", server.client().status().version());
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("."))));
      for (String name : List.of("--listen-client-urls", "--listen-peer-urls")) {
        int port = port(name);
        assertThrows(IOException.class, () -> askWithoutCertificate(port));
        assertNotEquals("HTTP/1.1 200", askInClear(port));
      }
    }
  }

  @Test
  void aClientWithTheCertificateTakesASnapshot() throws Exception {
    EtcdPrograms.Program etcd =
        new EtcdPrograms.Program("etcd", PEERS.resolve("etcd"), new EtcdVersion(3, 6, 14));
    try (DrillFolder folder = DrillFolder.create(base);
        EtcdServer _ =
            EtcdServer.start(
                folder, etcd, folder.resolve("data"), Duration.ofSeconds(30), List.of())) {
      Path certificate = folder.resolve("cert.pem");
      String endpoint = "127.0.0.1:" + port("--listen-client-urls");
      Path output = folder.resolve("captured.db");
      ProgramRun refused =
          ProgramRun.of("capture", endpoint, "--cacert", certificate, "--output", output);
      assertEquals(2, refused.code(), refused::err);
      assertFalse(Files.exists(output));
      ProgramRun run =
          ProgramRun.of(
              "capture",
              endpoint,
              "--cacert",
              certificate,
              "--cert",
              certificate,
              "--key",
              folder.resolve("key.pem"),
              "--output",
              output);
      assertEquals(0, run.code(), run::err);
      assertEquals(0, ProgramRun.of("check", output, "--values").code());
    }
  }

  @Test
  void theCertificateIsForLoopbackAndSignsItself() throws Exception {
    Path file = base.resolve("cert.pem");
    LoopbackCertificate.write(file, base.resolve("key.pem"));
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      certificate.verify(certificate.getPublicKey());
      certificate.checkValidity();
      assertEquals(
          List.of(List.of(7, "127.0.0.1")), List.copyOf(certificate.getSubjectAlternativeNames()));
      assertTrue(certificate.getBasicConstraints() >= 0);
    }
  }

  private int port(String option) {
    String line = Drill.programsIn(base).getFirst();
    String url = line.substring(line.indexOf(option)).replaceFirst(" .*", "");
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  /// In TLS 1.3 the refusal comes with the first answer.
  private static void askWithoutCertificate(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET /version HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      if (socket.getInputStream().read() < 0) {
        throw new IOException("closed");
      }
    }
  }

  private static String askInClear(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET /version HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), US_ASCII);
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
