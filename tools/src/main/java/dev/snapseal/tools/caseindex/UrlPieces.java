package dev.snapseal.tools.caseindex;

import java.util.List;

/// What may be a secret in a URL or a driver's connection string: the password, what stands in its
/// place without one, the path of a web address, and values of its parameters. Not the scheme, the
/// host, the port, and the name of a database.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3">RFC 3986, section 3</a>
record UrlPieces(PieceReader pieces, int depth) {
  private static final String BEHIND_PATH = "?#;&";
  private static final String BEHIND_AUTHORITY = "/" + BEHIND_PATH;

  void read(String url) {
    int scheme = url.indexOf("://");
    String rest = url.substring(scheme + 3);
    int authority = end(rest, BEHIND_AUTHORITY);
    int last = rest.lastIndexOf('@');
    int at = rest.lastIndexOf('@', authority);
    if (last >= 0 && last != at) {
      // Somebody wrote a password as it is, with a slash in it; or it is another at sign.
      user(rest.substring(0, last));
    }
    if (at >= 0) {
      user(rest.substring(0, at));
    }
    String behind = rest.substring(at + 1);
    path(behind.substring(0, end(behind, BEHIND_PATH)), url.substring(0, scheme));
    PieceReader.parts(behind.substring(end(behind, BEHIND_PATH)), BEHIND_PATH)
        .forEach(part -> pieces.word(part, "", depth + 1));
  }

  private static int end(String text, String marks) {
    int end = 0;
    while (end < text.length() && marks.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /// Without a password a token stands there.
  private void user(String user) {
    pieces.secret(user, depth);
    int colon = user.indexOf(':');
    if (colon < 0) {
      return;
    }
    String password = user.substring(colon + 1);
    String name = user.substring(0, colon);
    if (password.isEmpty() || !PieceNames.isName(name)) {
      pieces.secret(name, depth);
    }
    pieces.secret(password, depth);
  }

  private void path(String path, String scheme) {
    List<String> parts = PieceReader.parts(path, "/");
    boolean isWeb = scheme.startsWith("http") || scheme.startsWith("ws");
    boolean isDatabase = !isWeb && parts.size() == 2 && PieceNames.isName(parts.get(1));
    if (!isDatabase) {
      parts.stream().skip(path.startsWith("/") ? 0 : 1).forEach(part -> pieces.loose(part, depth));
    }
  }
}
