package dev.snapseal.tools.architecture;

/// A third-party library and the only packages that may know it.
enum Library {
  PICOCLI("picocli..", "dev.snapseal.tools", "dev.snapseal.tools.command.."),
  JACKSON(
      "tools.jackson..",
      "dev.snapseal.crypto.config..",
      "dev.snapseal.tools.report..",
      "dev.snapseal.tools.info..", // members are JSON inside etcd's file
      "dev.snapseal.tools.kubernetes..",
      "dev.snapseal.tools.keysource..", // a Secret's or ConfigMap's JSON is searched
      "dev.snapseal.tools.export..", // manifests are JSON trees
      "dev.snapseal.tools.diff..", // and so is what is compared field by field
      "dev.snapseal.tools.command.."),
  JACKSON_ANNOTATIONS(
      "com.fasterxml.jackson..",
      "dev.snapseal.crypto.config..",
      "dev.snapseal.tools.report..",
      "dev.snapseal.tools.kubernetes.."),
  SNAKEYAML("org.snakeyaml..", "dev.snapseal.crypto.config..", "dev.snapseal.tools.kubernetes.."),
  BOUNCY_CASTLE(
      "org.bouncycastle..",
      "dev.snapseal.crypto.internal.bouncycastle",
      "dev.snapseal.tools.age", // scrypt
      "dev.snapseal.tools.etcd"), // keys of clients, as clusters have them
  JAGGED("com.exceptionfactory.jagged..", "dev.snapseal.tools.age"),
  GRPC("io.grpc..", "dev.snapseal.tools.kms..", "dev.snapseal.tools.etcd.."),
  JETCD("io.etcd..", "dev.snapseal.tools.etcd.."),
  PROTOBUF("com.google.protobuf..", "dev.snapseal.tools.etcd.."), // bytes as jetcd hands them out
  NETTY("io.netty..", "dev.snapseal.tools.kms..", "dev.snapseal.tools.etcd.."),
  GUAVA("com.google.common..", "dev.snapseal.tools.kms.."),
  ZSTD("com.github.luben..", "dev.snapseal.tools.input.."),
  JTE("gg.jte..", "dev.snapseal.tools.report.html.."),
  COMMONS_COMPRESS("org.apache.commons.compress..", "dev.snapseal.tools.input.."),
  ROCKSDB("org.rocksdb..", "dev.snapseal.tools.caseindex..");

  private final String classes;

  @SuppressWarnings("ImmutableEnumChecker") // never changed, and copied on the way out
  private final String[] users;

  Library(String classes, String... users) {
    this.classes = classes;
    this.users = users;
  }

  /// The library's packages, in ArchUnit's notation.
  String classes() {
    return classes;
  }

  /// Our packages that may use it, in ArchUnit's notation.
  String[] users() {
    return users.clone();
  }
}
