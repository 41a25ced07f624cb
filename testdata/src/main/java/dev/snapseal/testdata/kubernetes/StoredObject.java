package dev.snapseal.testdata.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.util.Map;
import java.util.TreeMap;

/// A Secret or ConfigMap in the protobuf form that the API server stores.
///
/// `k8s`, a zero byte, then runtime.Unknown with type, object and two empty strings (apimachinery
/// v0.37.2, pkg/runtime/generated.proto; api v0.37.2, core/v1/generated.proto).
public final class StoredObject {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final long CREATED = 1_767_225_600L;

  private final String kind;
  private final String resource;
  private final String namespace;
  private final String name;
  private final Map<String, byte[]> data = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> annotations = new TreeMap<>();
  private long createdSeconds = CREATED;

  private StoredObject(String kind, String resource, String namespace, String name) {
    this.kind = kind;
    this.resource = resource;
    this.namespace = namespace;
    this.name = name;
  }

  /// A Secret of type Opaque.
  public static StoredObject secret(String namespace, String name) {
    return new StoredObject("Secret", "secrets", namespace, name);
  }

  /// A ConfigMap.
  public static StoredObject configMap(String namespace, String name) {
    return new StoredObject("ConfigMap", "configmaps", namespace, name);
  }

  /// An entry of `data`.
  public StoredObject data(String key, byte[] value) {
    data.put(key, value);
    return this;
  }

  /// An entry of `data` with a UTF-8 text.
  public StoredObject data(String key, String value) {
    return data(key, value.getBytes(UTF_8));
  }

  /// A label.
  public StoredObject label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /// An annotation.
  public StoredObject annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  /// When it was created, in seconds since 1970.
  public StoredObject created(long seconds) {
    createdSeconds = seconds;
    return this;
  }

  /// The etcd key under which the API server puts it.
  public String etcdKey() {
    return "/registry/%s/%s/%s".formatted(resource, namespace, name);
  }

  /// The stored value, before encryption.
  public byte[] toBytes() {
    ProtobufMessage type = new ProtobufMessage().text(1, "v1").text(2, kind);
    return new ProtobufMessage()
        .raw(MAGIC)
        .message(1, type)
        .message(2, object())
        .text(3, "")
        .text(4, "")
        .toBytes();
  }

  private ProtobufMessage object() {
    ProtobufMessage object = new ProtobufMessage().message(1, metadata());
    data.forEach(
        (key, value) -> object.message(2, new ProtobufMessage().text(1, key).bytes(2, value)));
    return kind.equals("Secret") ? object.text(3, "Opaque") : object;
  }

  /// meta/v1.ObjectMeta: the server writes its plain strings even when they are empty.
  private ProtobufMessage metadata() {
    ProtobufMessage metadata =
        new ProtobufMessage()
            .text(1, name)
            .text(2, "")
            .text(3, namespace)
            .text(4, "")
            .text(5, "00000000-0000-4000-8000-%012x".formatted(etcdKey().hashCode() & 0xFFFF_FFFFL))
            .text(6, "")
            .varint(7, 0)
            .message(8, new ProtobufMessage().varint(1, createdSeconds).varint(2, 0));
    labels.forEach(
        (key, value) -> metadata.message(11, new ProtobufMessage().text(1, key).text(2, value)));
    annotations.forEach(
        (key, value) -> metadata.message(12, new ProtobufMessage().text(1, key).text(2, value)));
    return metadata;
  }
}
