package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.SnapshotBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tokens of service accounts: three parts in base64 for URLs between dots, of which the second
/// says whom the token is for.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
/// @see <a
///   href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens">Kubernetes:
///   Authenticating, Service account tokens</a>
final class ServiceAccountTokens implements LiteralDetector {
  private static final int MOST_BYTES = 8192;

  /// A token without its signature is none; the shortest signature is of 32 bytes.
  private static final int SHORTEST_SIGNATURE = 43;

  private static final Pattern TOKEN =
      Pattern.compile("\\A([\\w-]++)\\.([\\w-]++)\\.([\\w-]{" + SHORTEST_SIGNATURE + ",}+)");
  private static final Pattern SUBJECT =
      Pattern.compile("\"sub\"\\s*+:\\s*+\"system:serviceaccount:([^:\"]++):([^:\"]++)\"");
  private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");

  /// `{"alg":`, `{"kid":` and `{"typ":` in base64.
  @Override
  public List<String> literals() {
    return List.of("eyJhbGciOi", "eyJraWQiOi", "eyJ0eXAiOi");
  }

  @Override
  public int reach() {
    return MOST_BYTES;
  }

  @Override
  public void confirm(SnapshotBytes bytes, long offset, Effort effort, Consumer<Found> found) {
    Matcher token = TOKEN.matcher(Excerpt.text(bytes, offset, MOST_BYTES, effort));
    if (!token.find()) {
      return;
    }
    byte[] claims =
        Excerpt.base64(bytes, offset + token.start(2), token.end(2) - token.start(2), effort);
    Matcher subject =
        SUBJECT.matcher(Excerpt.text(Excerpt.bytes(claims), 0, claims.length, effort));
    if (subject.find()) {
      String preview =
          "token of service account %s/%s, %d characters"
              .formatted(subject.group(1), subject.group(2), token.end());
      Named account =
          Named.of(SERVICE_ACCOUNTS, Optional.of(subject.group(1)), Optional.of(subject.group(2)));
      found.accept(Found.of(Detector.SERVICE_ACCOUNT_TOKEN, offset, preview).of(account));
    }
    Arrays.fill(claims, (byte) 0);
  }
}
