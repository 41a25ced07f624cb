package dev.snapseal.tools.plaintext;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.kubernetes.StoredResource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The beginning of a plaintext object, known by itself and not by its etcd key.
///
/// @param kind as the object says it, such as `Secret`
/// @param resource of that kind; of one that is not built in only the group is known
/// @param namespace if the object's metadata could be read
/// @param name if the object's metadata could be read
/// @param headEnd first byte behind what was read of it
public record Remnant(
    String kind,
    GroupResource resource,
    Optional<String> namespace,
    Optional<String> name,
    Form form,
    long headEnd) {

  /// How the API server writes objects.
  public enum Form {
    PROTOBUF("protobuf"),
    JSON("JSON"),
    CBOR("CBOR");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    /// Its name for people.
    public String words() {
      return words;
    }
  }

  /// Bytes of the shortest beginning that is looked at.
  public static final int SHORTEST = 16;

  /// `k8s` and a zero byte, then the tag of `typeMeta`, read as little-endian number.
  private static final long PROTOBUF = 0x0A_00_73_38_6BL;

  private static final long FIVE_BYTES = 0xFF_FFFF_FFFFL;

  /// `d9 d9 f7` as little-endian number.
  private static final long CBOR = 0xF7_D9_D9L;

  private static final long THREE_BYTES = 0xFF_FFFFL;
  private static final GroupResource SECRETS = new GroupResource("", "secrets");
  private static final String LIST = "List";
  private static final Pattern NAME_OF_KIND = Pattern.compile("[A-Z][A-Za-z0-9]{1,62}");
  private static final Pattern GROUP_AND_VERSION =
      Pattern.compile("([a-z0-9.-]{1,253})/[a-z0-9]{1,63}");

  /// The object that begins at `offset`; empty if these bytes begin none.
  ///
  /// @param end first byte behind those that may belong to it
  public static Optional<Remnant> at(SnapshotBytes bytes, long offset, long end) {
    if (end - offset < SHORTEST) {
      return Optional.empty();
    }
    long word = bytes.u64(offset);
    if ((word & FIVE_BYTES) == PROTOBUF) {
      return ProtobufHead.at(bytes, offset, end);
    }
    if ((word & THREE_BYTES) == CBOR) {
      return CborHead.at(bytes, offset, end);
    }
    return (word & 0xFF) == '{' ? JsonHead.at(bytes, offset, end) : Optional.empty();
  }

  /// The same, where white space may come first, as JSON allows.
  public static Optional<Remnant> behindWhiteSpace(SnapshotBytes bytes, long offset, long end) {
    return at(bytes, JsonExtent.behindWhiteSpace(bytes, offset, end), end);
  }

  static Optional<Remnant> of(String apiVersion, String kind, Form form, long headEnd) {
    if (!NAME_OF_KIND.matcher(kind).matches()) {
      return Optional.empty();
    }
    Matcher version = GROUP_AND_VERSION.matcher(apiVersion);
    GroupResource groupAlone = new GroupResource(version.matches() ? version.group(1) : "", "");
    GroupResource resource =
        StoredResource.ofKind(kindOfItems(kind, form))
            .map(StoredResource::groupResource)
            .filter(builtIn -> builtIn.group().equals(groupAlone.group()))
            .orElse(groupAlone);
    return Optional.of(
        new Remnant(kind, resource, Optional.empty(), Optional.empty(), form, headEnd));
  }

  /// A list is taken for what it lists, if it is known to list something; of JSON its head does not
  /// say that.
  private static String kindOfItems(String kind, Form form) {
    return form == Form.PROTOBUF && kind.endsWith(LIST)
        ? kind.substring(0, kind.length() - LIST.length())
        : kind;
  }

  /// Whether it is a list of objects, as the API server answers with.
  boolean isList() {
    return kind.endsWith(LIST);
  }

  Remnant named(Optional<String> newName) {
    return new Remnant(kind, resource, namespace, newName, form, headEnd);
  }

  Remnant inNamespace(Optional<String> newNamespace) {
    return new Remnant(kind, resource, newNamespace, name, form, headEnd);
  }

  /// First byte behind the object, as far as its own lengths or brackets say and it is there. Of
  /// JSON every byte is read for that.
  ///
  /// @param offset where it begins
  /// @param end first byte behind those that may belong to it
  public long end(SnapshotBytes bytes, long offset, long end) {
    return switch (form) {
      case PROTOBUF, CBOR -> headEnd;
      case JSON -> JsonExtent.end(bytes, offset, end);
    };
  }

  /// Whether it is a Secret, or a list of them.
  public boolean isOfSecrets() {
    return resource.equals(SECRETS);
  }

  /// Whether this names no object, and is of the other's resource: so
  /// `kubectl.kubernetes.io/last-applied-configuration` looks inside the object that it is on.
  public boolean isNamelessLike(Remnant other) {
    return name.isEmpty() && resource.equals(other.resource);
  }

  /// Such as `Secret prod/db`.
  public String title() {
    String path = namespace.map(text -> text + "/").orElse("") + name.orElse("");
    return path.isEmpty() ? "a " + kind : kind + " " + path;
  }
}
