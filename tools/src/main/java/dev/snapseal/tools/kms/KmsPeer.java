package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/// The plugin at the other end: every error names it and its socket.
///
/// @param name the plugin's name in the configuration
/// @param socket absolute path of its socket, at most 107 bytes
record KmsPeer(String name, Path socket) {
  /// Bytes of a socket's path that Linux takes: `sun_path` has 108, one is the final NUL (unix(7)).
  static final int MAX_PATH_BYTES = 107;

  /// Reads an endpoint: `unix:///path`. The API server takes `unix:///@name` for a socket of
  /// Linux's abstract namespace; Java cannot connect to those.
  ///
  /// @throws KmsPluginException if the endpoint names no socket that Java can connect to
  /// @see <a href="https://github.com/kubernetes/kms/blob/v0.37.2/pkg/util/util.go">kms util.go,
  ///   ParseEndpoint</a>
  static KmsPeer parse(String name, String endpoint) throws KmsPluginException {
    URI uri;
    try {
      uri = new URI(endpoint);
    } catch (URISyntaxException e) {
      throw refused(name, endpoint, "not a URL: " + e.getReason());
    }
    if (uri.getScheme() == null || !uri.getScheme().toLowerCase(Locale.ROOT).equals("unix")) {
      throw refused(name, endpoint, "only unix:///path is supported");
    }
    return new KmsPeer(name, socketPath(name, endpoint, uri));
  }

  /// An error of this peer.
  KmsPluginException failure(Reason reason, String what) {
    return new KmsPluginException(reason, describe(what), socket.toString());
  }

  /// An error of this peer that another one caused.
  KmsPluginException failure(Reason reason, String what, Throwable cause) {
    return new KmsPluginException(reason, describe(what), socket.toString(), cause);
  }

  private String describe(String what) {
    return "KMS plugin \"" + name + "\" at " + socket + ": " + what;
  }

  private static Path socketPath(String name, String endpoint, URI uri) throws KmsPluginException {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (path.startsWith("/@") || authority.startsWith("@")) {
      throw refused(
          name, endpoint, "Java cannot connect to a socket of the abstract namespace (@)");
    }
    if (!authority.isEmpty() || !path.startsWith("/") || uri.getQuery() != null) {
      throw refused(name, endpoint, "only unix:///path is supported");
    }
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH_BYTES) {
      throw refused(
          name,
          endpoint,
          "the socket's path has " + length + " bytes; " + MAX_PATH_BYTES + " are possible");
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw refused(name, endpoint, "not a path: " + e.getReason());
    }
  }

  private static KmsPluginException refused(String name, String endpoint, String why) {
    return new KmsPluginException(
        Reason.UNREACHABLE, "KMS plugin \"" + name + "\": endpoint " + endpoint + ": " + why);
  }
}
