package dev.snapseal.tools.audit;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.internal.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.StoredResource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The beginning of a plaintext object without its etcd key.
///
/// @param kind as the object says it, such as `Secret`; empty if these bytes are no object
/// @param resource of that kind, with empty names if it is not a built-in one
record Remnant(String kind, GroupResource resource) {
  private static final Remnant NONE = new Remnant("", new GroupResource("", ""));
  private static final int MAGIC_BYTES = 4;
  private static final int HEAD_BYTES = 512;
  private static final int TYPE_META = 1;
  private static final int KIND = 2;
  private static final Pattern NAME_OF_KIND = Pattern.compile("[A-Z][A-Za-z]{1,62}");
  private static final Pattern JSON_KIND =
      Pattern.compile(
          "\\A\\{\"(?:apiVersion|kind|metadata)\".{0,400}?\"kind\":\"([A-Za-z]{2,63})\"",
          Pattern.DOTALL);
  private static final Pattern JSON_KIND_FIRST =
      Pattern.compile("\\A\\{\"kind\":\"([A-Za-z]{2,63})\",\"apiVersion\":\"");

  /// An object behind `k8s` and a zero byte at `offset`.
  static Remnant ofProtobuf(SnapshotBytes bytes, long offset, long end) {
    long length = Math.min(end - offset, HEAD_BYTES) - MAGIC_BYTES;
    ProtobufReader envelope = new ProtobufReader(bytes.segment(), offset + MAGIC_BYTES, length);
    try {
      if (!envelope.next() || !envelope.is(TYPE_META, ProtobufReader.LENGTH_DELIMITED)) {
        return NONE;
      }
      ProtobufReader typeMeta =
          new ProtobufReader(bytes.segment(), envelope.valueOffset(), envelope.valueLength());
      while (typeMeta.next()) {
        if (typeMeta.is(KIND, ProtobufReader.LENGTH_DELIMITED)) {
          return ofKind(text(bytes, typeMeta.valueOffset(), typeMeta.valueLength()));
        }
      }
      return NONE;
    } catch (MalformedProtobufException e) {
      return NONE;
    }
  }

  /// An object that begins with `{"` at `offset`.
  static Remnant ofJson(SnapshotBytes bytes, long offset, long end) {
    String head = text(bytes, offset, Math.min(end - offset, HEAD_BYTES));
    for (Pattern pattern : new Pattern[] {JSON_KIND_FIRST, JSON_KIND}) {
      Matcher matcher = pattern.matcher(head);
      if (matcher.find()) {
        return ofKind(matcher.group(1));
      }
    }
    return NONE;
  }

  void report(long offset, RemnantScan.Visitor visitor) {
    if (!kind.isEmpty()) {
      visitor.remnant(offset, this);
    }
  }

  AuditFinding finding(AuditContext context, Scope scope, long offset) {
    long page = offset / context.snapshot().meta().pageSize();
    return new AuditFinding(
        AuditRule.PLAINTEXT_FREE,
        Severity.ERROR,
        context.path(),
        Optional.empty(),
        Optional.of(resource.group()),
        Optional.of(resource.resource()),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.of(scope),
        OptionalLong.of(page),
        OptionalLong.of(offset),
        Optional.of("identity"),
        Optional.empty(),
        1,
        "the beginning of a " + kind + " without its record, at offset " + offset);
  }

  private static Remnant ofKind(String kind) {
    if (!NAME_OF_KIND.matcher(kind).matches()) {
      return NONE;
    }
    GroupResource resource =
        StoredResource.ofKind(kind)
            .map(StoredResource::groupResource)
            .orElse(new GroupResource("", ""));
    return new Remnant(kind, resource);
  }

  private static String text(SnapshotBytes bytes, long offset, long length) {
    byte[] copy = new byte[(int) Math.min(length, HEAD_BYTES)];
    bytes.copy(offset, copy, 0, copy.length);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }
}
