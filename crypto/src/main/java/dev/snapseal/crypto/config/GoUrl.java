package dev.snapseal.crypto.config;

import java.util.Locale;
import java.util.Optional;

/// As much of Go's URL parser as tells a socket address that the API server takes from one that it
/// refuses.
///
/// @see <a href="https://github.com/golang/go/blob/go1.25.0/src/net/url/url.go">Go net/url</a>
final class GoUrl {
  private GoUrl() {}

  /// The scheme in small letters; empty without one.
  static String scheme(String url) {
    int colon = url.indexOf(':');
    boolean letters = colon > 0 && Character.isLetter(url.charAt(0)) && url.charAt(0) < 0x80;
    return letters && url.substring(0, colon).chars().allMatch(GoUrl::isSchemeCharacter)
        ? url.substring(0, colon).toLowerCase(Locale.ROOT)
        : "";
  }

  private static boolean isSchemeCharacter(int c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || c == '+' || c == '-' || c == '.';
  }

  /// What Go says of a text that is no URL; nothing if it is one.
  static Optional<String> broken(String url) {
    if (url.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
      return Optional.of("net/url: invalid control character in URL");
    }
    if (url.startsWith(":")) {
      return Optional.of("missing protocol scheme");
    }
    String scheme = scheme(url);
    String rest = scheme.isEmpty() ? url : url.substring(scheme.length() + 1);
    int slash = rest.indexOf('/');
    String firstSegment = slash < 0 ? rest : rest.substring(0, slash);
    if (scheme.isEmpty() && firstSegment.contains(":")) {
      return Optional.of("first path segment in URL cannot contain colon");
    }
    boolean opaque = !scheme.isEmpty() && !rest.startsWith("/");
    return opaque ? Optional.empty() : brokenParts(rest);
  }

  private static Optional<String> brokenParts(String rest) {
    int end = rest.indexOf('?');
    String hierarchy = end < 0 ? rest : rest.substring(0, end);
    if (hierarchy.startsWith("//")) {
      String authority = hierarchy.substring(2).split("/", 2)[0];
      if (authority.contains(" ")) {
        return Optional.of("invalid character \" \" in host name");
      }
    }
    return brokenEscape(hierarchy);
  }

  private static Optional<String> brokenEscape(String text) {
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
      boolean whole =
          at + 2 < text.length()
              && Character.digit(text.charAt(at + 1), 16) >= 0
              && Character.digit(text.charAt(at + 2), 16) >= 0;
      if (!whole) {
        String escape = text.substring(at, Math.min(at + 3, text.length()));
        return Optional.of("invalid URL escape " + GoText.quoted(escape));
      }
    }
    return Optional.empty();
  }
}
