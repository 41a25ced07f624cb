package dev.snapseal.crypto.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server token of k3s or RKE2, as it stands in `server/token`: it joins servers to the cluster,
/// and seals the bootstrap record. Never printed.
///
/// Its forms are `K10<64 hex digits>::<user>:<password>`, the same without the digits, and the
/// password alone. The password seals; older records are sealed with the whole text, or with
/// nothing.
///
/// @see <a href="https://github.com/k3s-io/k3s/blob/v1.31.4%2Bk3s1/pkg/clientaccess/token.go">k3s
///   pkg/clientaccess/token.go</a>, `pkg/cluster/storage.go`
public final class ServerToken {
  /// A longer file is no token.
  public static final int MAX_BYTES = 4096;

  /// k3s itself makes passwords of 32 hexadecimal digits.
  private static final int GUESSABLE_CHARACTERS = 16;

  private static final Pattern FULL = Pattern.compile("K10(?:[0-9a-f]{64})?::([^:]*):(.*)");

  /// Joins one node for some hours, and is stored in the cluster: it seals nothing.
  private static final Pattern KUBEADM =
      Pattern.compile("(?:K10[0-9a-f]*::)?[a-z0-9]{6}\\.[a-z0-9]{16}");

  private final String text;
  private final String password;

  /// With the blanks around it.
  private final String raw;

  private ServerToken(String text, String password, String raw) {
    this.text = text;
    this.password = password;
    this.raw = raw;
  }

  /// Reads a token.
  ///
  /// @param content of the file; line ends behind the token do not count, and blanks around it only
  ///   if it does not open with them
  /// @return nothing if these bytes are no token that could seal a record
  public static Optional<ServerToken> parse(byte[] content) {
    String raw = new String(content, UTF_8).replaceAll("[\r\n]+$", "");
    String text = raw.strip();
    boolean isLine = !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == 0xFFFD);
    if (content.length > MAX_BYTES || !isLine || KUBEADM.matcher(text).matches()) {
      return Optional.empty();
    }
    Matcher full = FULL.matcher(text);
    return Optional.of(new ServerToken(text, full.matches() ? full.group(2) : text, raw));
  }

  /// Whether the password is so short that whoever has a record may find it by trying: 4096 rounds
  /// of SHA-1 hold nobody up.
  public boolean isGuessable() {
    return password.length() < GUESSABLE_CHARACTERS;
  }

  /// Whether it begins as a whole token does and does not go on as one: k3s refuses it.
  public boolean looksCut() {
    return text.startsWith("K10") && !FULL.matcher(text).matches();
  }

  /// The etcd key of the record that this token seals today.
  public String recordKey() {
    return BootstrapRecord.KEY_PREFIX + sha256(password).substring(0, BootstrapRecord.HASH_DIGITS);
  }

  static String sha256(String passphrase) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(passphrase.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// What may have sealed a record, the likeliest first, each once.
  List<String> passphrases() {
    Set<String> distinct = new LinkedHashSet<>(List.of(password, text, raw, ""));
    return List.copyOf(distinct);
  }

  @Override
  public String toString() {
    return "ServerToken";
  }
}
