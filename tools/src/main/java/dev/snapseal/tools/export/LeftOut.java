package dev.snapseal.tools.export;

/// Why an object is not among the manifests though it was asked for.
public enum LeftOut {
  CONTROLLED("a controller makes them again from what owns them"),
  DELETING("were being deleted when the backup was taken"),
  FINISHED("Jobs and Pods that had finished, and would run again"),
  ENDPOINTS("made again for their Services"),
  EVENT("events"),
  LEASE("leases, which their holders take again"),
  NODE("nodes and what is known of them, which kubelets register"),
  ATTACHMENT("attachments of volumes, which belong to nodes"),
  TOKEN("tokens that were made for ServiceAccounts"),
  PUBLISHED("certificates of this cluster, put into every namespace"),
  BOOTSTRAP("what every API server makes at its start"),
  /// Objects that no request can name; left out with everything else too.
  INTERNAL("the API server's own records, which it serves under no name");

  private final String reason;

  LeftOut(String reason) {
    this.reason = reason;
  }

  /// For people.
  public String reason() {
    return reason;
  }
}
