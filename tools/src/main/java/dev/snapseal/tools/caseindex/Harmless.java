package dev.snapseal.tools.caseindex;

/// Why a member of the data of a Secret need not be rotated.
public enum Harmless {
  /// It holds certificates and nothing else, whatever its name.
  CERTIFICATE(1, "certificate", "a public certificate"),
  /// `ca.crt` of a Secret of type `kubernetes.io/service-account-token`.
  TOKEN_CA(2, "serviceAccountCa", "the cluster's public CA"),
  /// `namespace` of such a Secret.
  TOKEN_NAMESPACE(3, "serviceAccountNamespace", "the name of a namespace");

  private final int code;
  private final String jsonName;
  private final String reason;

  Harmless(int code, String jsonName, String reason) {
    this.code = code;
    this.jsonName = jsonName;
    this.reason = reason;
  }

  public String jsonName() {
    return jsonName;
  }

  public String reason() {
    return reason;
  }

  int code() {
    return code;
  }

  static Harmless ofCode(int code) {
    for (Harmless harmless : values()) {
      if (harmless.code == code) {
        return harmless;
      }
    }
    throw new IllegalArgumentException("no harmless member has the code " + code);
  }
}
