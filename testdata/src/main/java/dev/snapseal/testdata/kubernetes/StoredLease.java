package dev.snapseal.testdata.kubernetes;

import dev.snapseal.testdata.protobuf.ProtobufMessage;

/// A Lease of a node in the protobuf form that the API server stores (api v0.37.2,
/// coordination/v1/generated.proto).
///
/// @param node name of the node, and of the Lease
/// @param renewedSeconds when it was renewed, in seconds since 1970
public record StoredLease(String node, long renewedSeconds) {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final String NAMESPACE = "kube-node-lease";
  private static final int DURATION_SECONDS = 40;

  /// The etcd key under which the API server puts it.
  public String etcdKey() {
    return "/registry/leases/" + NAMESPACE + "/" + node;
  }

  /// The stored value.
  public byte[] toBytes() {
    ProtobufMessage time = new ProtobufMessage().varint(1, renewedSeconds).varint(2, 0);
    ProtobufMessage spec =
        new ProtobufMessage().text(1, node).varint(2, DURATION_SECONDS).message(4, time);
    ProtobufMessage metadata =
        new ProtobufMessage()
            .text(1, node)
            .text(2, "")
            .text(3, NAMESPACE)
            .text(4, "")
            .text(5, "00000000-0000-4000-8000-%012x".formatted(node.hashCode() & 0xFFFF_FFFFL))
            .text(6, "")
            .varint(7, 0);
    ProtobufMessage type = new ProtobufMessage().text(1, "coordination.k8s.io/v1").text(2, "Lease");
    return new ProtobufMessage()
        .raw(MAGIC)
        .message(1, type)
        .message(2, new ProtobufMessage().message(1, metadata).message(2, spec))
        .text(3, "")
        .text(4, "")
        .toBytes();
  }
}
