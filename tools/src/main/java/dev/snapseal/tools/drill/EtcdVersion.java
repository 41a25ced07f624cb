package dev.snapseal.tools.drill;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Version of an etcd program, or of a store.
record EtcdVersion(int major, int minor, int patch) {
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,6})");

  /// The first version in a text, such as that of `etcd --version`.
  static Optional<EtcdVersion> in(String text) {
    Matcher found = VERSION.matcher(text);
    return found.find()
        ? Optional.of(
            new EtcdVersion(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3))))
        : Optional.empty();
  }

  /// Whether files of `store` are known to it.
  boolean knows(EtcdVersion store) {
    return major > store.major || (major == store.major && minor >= store.minor);
  }

  boolean hasMinorOf(EtcdVersion other) {
    return major == other.major && minor == other.minor;
  }

  /// Such as `3.6`.
  String series() {
    return major + "." + minor;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
