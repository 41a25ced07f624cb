package dev.snapseal.tools.command;

import dev.snapseal.tools.etcd.EtcdEndpoint;
import java.util.List;

/// What to do about a member that gives nothing. What it says, and what Java's TLS says, is known
/// by its words: neither has more.
///
/// @param member that was asked
/// @param argument the endpoint as given
/// @param reason in the words of the client library
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/api/v3rpc/rpctypes/error.go">etcd
///   rpctypes/error.go</a>
record EtcdHints(EtcdEndpoint member, String argument, String reason, GivenCommand given) {
  private static final String[] CERTIFICATES = {"--cacert", "--cert", "--key"};

  /// What a server without TLS does, if it does not answer first.
  private static final String CLOSED = "ClosedChannelException";

  /// The reason without what helps nobody.
  String message() {
    if (isWithoutTls()) {
      return says(CLOSED)
          ? "it closes the connection: is it without TLS?"
          : "it does not speak TLS";
    }
    return isTlsUnderHttp() ? reason + ": does it speak TLS?" : reason;
  }

  List<String> hints() {
    return List.of(hint(), byHand());
  }

  private String hint() {
    if (isWithoutTls()) {
      return "ask without: "
          + given.without(CERTIFICATES).with(argument, "http" + member.url().substring(5));
    }
    if (isTlsUnderHttp()) {
      return "try https: " + given.with(argument, "https" + member.url().substring(4));
    }
    if (says("user name is empty") || says("user name not found")) {
      return "name a user with the role root: "
          + given.withOption("--user", "root").concat(" --password-file FILE");
    }
    if (says("permission denied")) {
      return "a snapshot needs the role root: etcdctl user grant-role"
          + given.options("--user").replaceFirst("\\A --user[= ]", " ")
          + " root";
    }
    if (says("authentication failed")) {
      return "the name, or the first line of the password file, is another in etcd: etcdctl user"
          + " list";
    }
    if (says("unable to find valid certification path") || says("PKIX path")) {
      return given.options("--cacert").isEmpty()
          ? "name whom to trust: " + given.plus("--cacert", "ca.crt")
          : "who signed its certificate: openssl s_client -showcerts -connect "
              + authority()
              + " </dev/null";
    }
    if (says("certificate_required") || says("bad_certificate") || says("certificate_unknown")) {
      return given.options("--cert").isEmpty()
          ? "it asks for the client's certificate: "
              + given.plus("--cert", "client.crt", "--key", "client.key")
          : "the certificate must be of the authority in the server's --trusted-ca-file: "
              + "openssl verify -CAfile ca.crt"
              + given.options("--cert").replace(" --cert=", " ").replace(" --cert ", " ");
    }
    if (says("No name matching") || says("No subject alternative")) {
      return "ask by a name in its certificate: openssl s_client -connect "
          + authority()
          + " </dev/null | openssl x509 -noout -ext subjectAltName";
    }
    return "is it there, and is it this port: ss -ltnp | grep " + port();
  }

  private boolean isWithoutTls() {
    return member.tls().isPresent() && (says("not an SSL/TLS record") || says(CLOSED));
  }

  private boolean isTlsUnderHttp() {
    return member.tls().isEmpty() && says("Network closed for unknown reason");
  }

  private boolean says(String words) {
    return reason.contains(words);
  }

  private String authority() {
    return member.url().substring(member.url().indexOf("//") + 2);
  }

  private String port() {
    return member.url().substring(member.url().lastIndexOf(':') + 1);
  }

  private String byHand() {
    return "ask it by hand: etcdctl --endpoints "
        + member.url()
        + given.options("--cacert", "--cert", "--key", "--user")
        + " endpoint status";
  }
}
