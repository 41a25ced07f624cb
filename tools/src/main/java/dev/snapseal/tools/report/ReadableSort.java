package dev.snapseal.tools.report;

import dev.snapseal.tools.sweep.Detector;
import dev.snapseal.tools.sweep.Hit;

/// What somebody who has the swept bytes can read, the gravest first: what opens all the rest, what
/// lets one in, what is in one object.
enum ReadableSort {
  ENCRYPTION_KEY("Encryption keys"),
  PUBLISHED_KEY("Under a key that everybody has"),
  PRIVATE_KEY("Private keys"),
  TOKEN("Tokens"),
  ETCD_PASSWORD("Passwords of etcd's users"),
  REGISTRY("Credentials for registries"),
  VALUE("Secrets and other objects"),
  ETCD_CREDENTIAL("Hashes and tokens of etcd's users"),
  CANARY("Texts that were searched for"),
  /// Not readable, but to whoever has the keys.
  SEALED("Texts that were searched for, encrypted");

  private final String label;

  ReadableSort(String label) {
    this.label = label;
  }

  /// Its heading.
  String label() {
    return label;
  }

  static ReadableSort of(Hit hit) {
    return of(hit.detector());
  }

  private static ReadableSort of(Detector detector) {
    return switch (detector) {
      case ENCRYPTION_KEY -> ENCRYPTION_KEY;
      case PUBLISHED_KEY -> PUBLISHED_KEY;
      case PRIVATE_KEY -> PRIVATE_KEY;
      case SERVICE_ACCOUNT_TOKEN -> TOKEN;
      case ETCD_PASSWORD -> ETCD_PASSWORD;
      case DOCKER_CONFIG -> REGISTRY;
      case STORED_VALUE, KUBERNETES_OBJECT, SECRET_MANIFEST, HELM_RELEASE, LAST_APPLIED -> VALUE;
      case ETCD_CREDENTIAL -> ETCD_CREDENTIAL;
      case CANARY -> CANARY;
      case SEALED_CANARY -> SEALED;
    };
  }
}
