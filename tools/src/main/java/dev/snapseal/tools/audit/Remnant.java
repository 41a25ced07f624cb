package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import dev.snapseal.tools.kubernetes.StoredResource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The beginning of a plaintext object, known by itself and not by its etcd key.
///
/// @param kind as the object says it, such as `Secret`
/// @param resource of that kind; of one that is not built in only the group is known
/// @param namespace if the object's metadata could be read
/// @param name if the object's metadata could be read
record Remnant(
    String kind, GroupResource resource, Optional<String> namespace, Optional<String> name) {
  /// `k8s` and a zero byte, then the tag of `typeMeta`, read as little-endian number.
  private static final long PROTOBUF = 0x0A_00_73_38_6BL;

  private static final long FIVE_BYTES = 0xFF_FFFF_FFFFL;

  /// `{"` as little-endian number: the beginning of a custom resource.
  private static final long JSON = 0x22_7BL;

  private static final int SHORTEST = 16;
  private static final int MAGIC_BYTES = 4;
  private static final int HEAD_BYTES = 512;
  private static final int TYPE_META = 1;
  private static final int API_VERSION = 1;
  private static final int KIND = 2;
  private static final int RAW_TAG = (2 << 3) | 2;
  private static final int METADATA_TAG = (1 << 3) | 2;
  private static final int METADATA_NAME = 1;
  private static final int METADATA_NAMESPACE = 3;
  private static final Pattern NAME_OF_KIND = Pattern.compile("[A-Z][A-Za-z0-9]{1,62}");
  private static final Pattern NAME_OF_OBJECT = Pattern.compile("[a-z0-9A-Z.:_-]{1,253}");
  private static final Pattern JSON_KIND =
      Pattern.compile(
          "\\A\\{\"(?:apiVersion|kind|metadata)\".{0,400}?\"kind\":\"([A-Za-z0-9]{2,63})\"",
          Pattern.DOTALL);
  private static final Pattern JSON_KIND_FIRST =
      Pattern.compile("\\A\\{\"kind\":\"([A-Za-z0-9]{2,63})\",\"apiVersion\":\"");
  private static final Pattern JSON_API_VERSION =
      Pattern.compile("\"apiVersion\":\"([a-z0-9.-]{1,253}(?:/[a-z0-9]{1,63})?)\"");

  /// The object that begins at `offset`; empty if these bytes begin none.
  ///
  /// @param end first byte behind those that may belong to it
  static Optional<Remnant> at(SnapshotBytes bytes, long offset, long end) {
    if (end - offset < SHORTEST) {
      return Optional.empty();
    }
    long word = bytes.u64(offset);
    if ((word & FIVE_BYTES) == PROTOBUF) {
      return ofProtobuf(bytes, offset, end);
    }
    return (word & 0xFFFF) == JSON ? ofJson(bytes, offset, end) : Optional.empty();
  }

  /// Whether a policy asks for its encryption; of a kind that is not built in, whether it names
  /// anything in that kind's group.
  boolean isOf(ResourcePolicy policy) {
    return resource.resource().isEmpty()
        ? !resource.group().isEmpty() && policy.includesSomeOf(resource.group())
        : policy.includes(resource);
  }

  /// Whether this names no object, and is of the other's resource: so
  /// `kubectl.kubernetes.io/last-applied-configuration` looks inside the object that it is on.
  boolean isNamelessLike(Remnant other) {
    return name.isEmpty() && resource.equals(other.resource);
  }

  AuditFinding finding(AuditContext context, Scope scope, long offset) {
    long page = offset / context.snapshot().meta().pageSize();
    return AuditFinding.ofValue(
        AuditRule.PLAINTEXT_FREE,
        Severity.ERROR,
        context.path(),
        new AuditFinding.Value(
            Optional.empty(),
            Optional.of(resource.group()),
            Optional.of(resource.resource()).filter(known -> !known.isEmpty()),
            namespace,
            name,
            OptionalLong.empty(),
            Optional.of(scope)),
        AuditFinding.Storage.under(EncryptionPrefix.NONE),
        AuditFinding.Place.of(page, offset),
        "the beginning of " + title() + ", without the record it belonged to");
  }

  /// Such as `Secret prod/db`.
  private String title() {
    String path = namespace.map(text -> text + "/").orElse("") + name.orElse("");
    return path.isEmpty() ? "a " + kind : kind + " " + path;
  }

  private static Optional<Remnant> ofProtobuf(SnapshotBytes bytes, long offset, long end) {
    long start = offset + MAGIC_BYTES;
    ProtobufReader envelope =
        new ProtobufReader(bytes.segment(), start, Math.min(end - start, HEAD_BYTES));
    try {
      if (!envelope.next() || !envelope.is(TYPE_META, ProtobufReader.LENGTH_DELIMITED)) {
        return Optional.empty();
      }
      String apiVersion = "";
      String kind = "";
      ProtobufReader typeMeta =
          new ProtobufReader(bytes.segment(), envelope.valueOffset(), envelope.valueLength());
      while (typeMeta.next()) {
        if (typeMeta.is(API_VERSION, ProtobufReader.LENGTH_DELIMITED)) {
          apiVersion = text(bytes, typeMeta.valueOffset(), typeMeta.valueLength());
        } else if (typeMeta.is(KIND, ProtobufReader.LENGTH_DELIMITED)) {
          kind = text(bytes, typeMeta.valueOffset(), typeMeta.valueLength());
        }
      }
      return of(apiVersion, kind).map(found -> found.named(bytes, envelope.fieldEnd(), end));
    } catch (MalformedProtobufException e) {
      return Optional.empty();
    }
  }

  /// With what the metadata at the beginning of `raw` says, even where the end of `raw` is lost.
  private Remnant named(SnapshotBytes bytes, long raw, long end) {
    long position = raw;
    if (end - position < SHORTEST || bytes.u8(position++) != RAW_TAG) {
      return this;
    }
    position = behindVarint(bytes, position, end);
    if (position >= end || bytes.u8(position++) != METADATA_TAG) {
      return this;
    }
    position = behindVarint(bytes, position, end);
    return namedByMetadata(bytes, position, Math.min(end, position + HEAD_BYTES));
  }

  private static long behindVarint(SnapshotBytes bytes, long start, long end) {
    long position = start;
    while (position < end && bytes.u8(position++) >= 0x80) {
      // The length itself does not matter: what it counts may be cut.
    }
    return position;
  }

  /// Looks at the first fields only, so that a crafted file cannot have the same bytes read again
  /// for each of many beginnings.
  private Remnant namedByMetadata(SnapshotBytes bytes, long start, long end) {
    Remnant named = this;
    ProtobufReader metadata = new ProtobufReader(bytes.segment(), start, end - start);
    try {
      while (metadata.next() && metadata.fieldNumber() <= METADATA_NAMESPACE) {
        if (metadata.wireType() == ProtobufReader.LENGTH_DELIMITED) {
          String value = text(bytes, metadata.valueOffset(), metadata.valueLength());
          named = named.with(metadata.fieldNumber(), value);
        }
      }
    } catch (MalformedProtobufException e) {
      // The rest is cut or lies farther on: what was read so far stands.
    }
    return named;
  }

  private Remnant with(int field, String value) {
    Optional<String> text = Optional.of(value).filter(t -> NAME_OF_OBJECT.matcher(t).matches());
    return switch (field) {
      case METADATA_NAME -> new Remnant(kind, resource, namespace, text);
      case METADATA_NAMESPACE -> new Remnant(kind, resource, text, name);
      default -> this;
    };
  }

  private static Optional<Remnant> ofJson(SnapshotBytes bytes, long offset, long end) {
    String head = text(bytes, offset, end - offset);
    Matcher version = JSON_API_VERSION.matcher(head);
    String apiVersion = version.find() ? version.group(1) : "";
    for (Pattern pattern : new Pattern[] {JSON_KIND_FIRST, JSON_KIND}) {
      Matcher matcher = pattern.matcher(head);
      if (matcher.find()) {
        return of(apiVersion, matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Remnant> of(String apiVersion, String kind) {
    if (!NAME_OF_KIND.matcher(kind).matches()) {
      return Optional.empty();
    }
    int slash = apiVersion.indexOf('/');
    GroupResource groupAlone = new GroupResource(apiVersion.substring(0, Math.max(slash, 0)), "");
    GroupResource resource =
        StoredResource.ofKind(kind)
            .map(StoredResource::groupResource)
            .filter(builtIn -> builtIn.group().equals(groupAlone.group()))
            .orElse(groupAlone);
    return Optional.of(new Remnant(kind, resource, Optional.empty(), Optional.empty()));
  }

  private static String text(SnapshotBytes bytes, long offset, long length) {
    byte[] copy = new byte[(int) Math.min(length, HEAD_BYTES)];
    bytes.copy(offset, copy, 0, copy.length);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }
}
