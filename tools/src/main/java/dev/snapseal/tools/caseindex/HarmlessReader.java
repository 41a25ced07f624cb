package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.ObjectContent;
import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells members of a Secret that are no secret. Belongs to one thread.
///
/// Certificates are told by what they hold: PEM blocks that say CERTIFICATE, each of them X.509 to
/// its last byte, and between them white space alone. What the controller of tokens adds to a token
/// is told by the Secret's type and the member's name.
///
/// @see <a
///   href="https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets">Kubernetes:
///   Secrets, ServiceAccount token Secrets</a>
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-5">RFC 7468, section 5</a>
final class HarmlessReader {
  private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";

  /// In base64; longer chains are held to be secrets.
  private static final int MAX_CHARS = 1 << 18;

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*+-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]++)-----END CERTIFICATE-----\\s*+");

  private Optional<CertificateFactory> factory = Optional.empty();

  /// Why a member of an object's data need not be rotated; empty if it must.
  Optional<Harmless> read(DecodedObject object, ObjectContent.Member member) {
    if (isCertificates(member.base64())) {
      return Optional.of(Harmless.CERTIFICATE);
    }
    if (object.text("type").filter(TOKEN_TYPE::equals).isEmpty()) {
      return Optional.empty();
    }
    return switch (member.name()) {
      case "ca.crt" -> Optional.of(Harmless.TOKEN_CA);
      case "namespace" -> Optional.of(Harmless.TOKEN_NAMESPACE);
      default -> Optional.empty();
    };
  }

  private boolean isCertificates(String base64) {
    if (base64.length() > MAX_CHARS || base64.length() < BEGIN.length()) {
      return false;
    }
    byte[] bytes = new byte[0];
    try {
      bytes = Base64.getDecoder().decode(base64);
      String text = new String(bytes, ISO_8859_1);
      return text.stripLeading().startsWith(BEGIN) && areBlocks(text);
    } catch (IllegalArgumentException e) {
      return false;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private boolean areBlocks(String text) {
    Matcher block = BLOCK.matcher(text);
    int end = 0;
    while (end < text.length()) {
      block.region(end, text.length());
      if (!block.lookingAt() || !isCertificate(block.group(1))) {
        return false;
      }
      end = block.end();
    }
    return true;
  }

  private boolean isCertificate(String body) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(body);
      Certificate read = factory().generateCertificate(new ByteArrayInputStream(der));
      return Arrays.equals(der, read.getEncoded());
    } catch (CertificateException | IllegalArgumentException e) {
      return false;
    }
  }

  private CertificateFactory factory() throws CertificateException {
    if (factory.isEmpty()) {
      factory = Optional.of(CertificateFactory.getInstance("X.509"));
    }
    return factory.get();
  }
}
