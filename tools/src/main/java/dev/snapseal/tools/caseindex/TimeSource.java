package dev.snapseal.tools.caseindex;

/// What says when a revision was written; etcd keeps no times.
public enum TimeSource {
  /// The newest of the object's `managedFields`.
  MANAGED_FIELDS(1, "managedFields"),
  /// The object's `creationTimestamp`.
  CREATION_TIMESTAMP(2, "creationTimestamp"),
  /// `spec.renewTime` of a Lease.
  RENEW_TIME(3, "renewTime");

  private final int code;
  private final String jsonName;

  TimeSource(int code, String jsonName) {
    this.code = code;
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }

  int code() {
    return code;
  }

  static TimeSource ofCode(int code) {
    for (TimeSource source : values()) {
      if (source.code == code) {
        return source;
      }
    }
    throw new IllegalArgumentException("no source of times has the code " + code);
  }

  static TimeSource ofField(String field) {
    return field.equals(MANAGED_FIELDS.jsonName) ? MANAGED_FIELDS : CREATION_TIMESTAMP;
  }
}
