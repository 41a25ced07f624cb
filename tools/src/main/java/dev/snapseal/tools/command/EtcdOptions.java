package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.etcd.EtcdEndpoint;
import dev.snapseal.tools.etcd.EtcdLogin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// How a live etcd is reached. The names are etcdctl's; but a password is never an argument.
final class EtcdOptions {
  private static final int LONGEST_PASSWORD = 4096;
  private static final int DEFAULT_PORT = 2379;

  private final OptionSpec cacert =
      Declaration.value(Path.class, "FILE", "--cacert")
          .description("Certificates of the authorities to trust, PEM.")
          .build();
  private final OptionSpec cert =
      Declaration.value(Path.class, "FILE", "--cert")
          .description("The client's certificate, PEM.")
          .build();
  private final OptionSpec key =
      Declaration.value(Path.class, "FILE", "--key")
          .description("Its private key, PEM (PKCS #8, PKCS #1 or SEC 1).")
          .build();
  private final OptionSpec user =
      Declaration.value(String.class, "NAME", "--user").description("User of etcd's own.").build();
  private final OptionSpec passwordFile =
      Declaration.value(String.class, "FILE", "--password-file")
          .description("File whose first line is the user's password, - for standard input.")
          .build();

  void addTo(CommandSpec spec) {
    spec.addOption(cacert).addOption(cert).addOption(key).addOption(user).addOption(passwordFile);
  }

  /// Where and how to ask; nothing is asked yet.
  ///
  /// @param given such as `https://10.0.0.1:2379` or `10.0.0.1:2379`
  EtcdEndpoint endpoint(String given) throws CommandFailure {
    refuseHalf(cert, key);
    boolean isSecured = cacert.getValue() != null || cert.getValue() != null;
    refuseSeveral(given);
    URI url = url(given.contains("://") ? given : (isSecured ? "https://" : "http://") + given);
    boolean isHttps = url.getScheme().equalsIgnoreCase("https");
    if (isSecured && !isHttps) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + given + "] certificates are given, and http has none",
          "ask by https: https://" + url.getAuthority());
    }
    return new EtcdEndpoint(
        "%s://%s:%d"
            .formatted(
                isHttps ? "https" : "http",
                url.getHost(),
                url.getPort() < 0 ? DEFAULT_PORT : url.getPort()),
        isHttps
            ? Optional.of(
                new EtcdEndpoint.Tls(
                    Optional.ofNullable(cacert.getValue()),
                    Optional.ofNullable(cert.getValue()),
                    Optional.ofNullable(key.getValue())))
            : Optional.empty());
  }

  private static void refuseSeveral(String given) throws CommandFailure {
    int comma = given.indexOf(',');
    if (comma >= 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + given + "] names several members, and a snapshot is one member's",
          "name one of them: snapseal capture " + ShellWord.of(given.substring(0, comma)));
    }
  }

  private static void refuseImpossiblePort(URI url) throws CommandFailure {
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "[" + url + "] " + url.getPort() + " is no port: they go from 1 to 65535",
          "etcd's own is 2379");
    }
  }

  private static URI url(String text) throws CommandFailure {
    try {
      URI url = new URI(text);
      boolean isKnown =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      boolean isBare =
          (url.getPath().isEmpty() || url.getPath().equals("/"))
              && url.getQuery() == null
              && url.getFragment() == null;
      if (isKnown && isBare && url.getHost() != null && url.getUserInfo() == null) {
        refuseImpossiblePort(url);
        return url;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        "[" + text + "] is no endpoint of an etcd",
        "such as: https://127.0.0.1:2379");
  }

  /// A password that was given as an argument is not repeated.
  private static String[] passwordHints(String name, GivenCommand given) {
    GivenCommand withoutPassword = given.without("--user", "--password-file");
    return new String[] {
      "put the password into a file that only you may read: "
          + withoutPassword.plus("--user", name, "--password-file", "FILE"),
      "or type it unseen: bash -c 'read -rs p; printf %s \"$p\"' | "
          + withoutPassword.plus("--user", name, "--password-file", "-")
    };
  }

  private static void refuseHalf(OptionSpec one, OptionSpec other) throws CommandFailure {
    boolean hasOne = one.getValue() != null;
    if (hasOne != (other.getValue() != null)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          (hasOne ? other : one).longestName() + " is missing",
          "a client shows both: --cert client.crt --key client.key");
    }
  }

  /// Whom to ask as, if an option says so; to be closed by the caller.
  ///
  /// @param given the command, for hints
  Optional<EtcdLogin> login(CommandIo io, GivenCommand given) throws CommandFailure {
    String name = user.getValue();
    if (name == null && passwordFile.getValue() == null) {
      return Optional.empty();
    }
    if (name == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--user is missing",
          "whose password it is: " + given.plus("--user", "root"));
    }
    if (name.contains(":")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--user takes the name alone: everybody on the machine sees arguments",
          passwordHints(name.substring(0, name.indexOf(':')), given));
    }
    if (passwordFile.getValue() == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "--password-file is missing", passwordHints(name, given));
    }
    byte[] password =
        OptionFile.firstLine(passwordFile.getValue(), io, "the password", LONGEST_PASSWORD);
    try {
      return Optional.of(new EtcdLogin(name, password));
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }
}
