package dev.snapseal.testdata.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.nio.ByteBuffer;
import java.util.List;

/// Rows of the buckets around `key`: leases, members, users, roles and alarms.
///
/// Sources: etcd v3.7.1, server/storage/schema/lease.go, membership.go, auth_users.go,
/// auth_roles.go, alarm.go.
public final class ClusterRows {
  private final EtcdBuilder etcd;

  private ClusterRows(EtcdBuilder etcd) {
    this.etcd = etcd;
  }

  /// Adds rows to this backend.
  public static ClusterRows of(EtcdBuilder etcd) {
    return new ClusterRows(etcd);
  }

  /// A lease in `lease`.
  ///
  /// @param ttl seconds granted
  public ClusterRows lease(long id, long ttl) {
    etcd.row(
        "lease",
        u64(id),
        new ProtobufMessage().varintUnlessZero(1, id).varintUnlessZero(2, ttl).toBytes());
    return this;
  }

  /// A member in `members`.
  ///
  /// @param id unsigned
  public ClusterRows member(long id, String name, String peerUrl) {
    String json =
        "{\"id\":%s,\"peerURLs\":[\"%s\"],\"name\":\"%s\"}"
            .formatted(Long.toUnsignedString(id), peerUrl, name);
    etcd.row("members", Long.toHexString(id), json.getBytes(UTF_8));
    return this;
  }

  /// A member in `members_removed`.
  ///
  /// @param id unsigned
  public ClusterRows removedMember(long id) {
    etcd.row("members_removed", Long.toHexString(id), "removed".getBytes(UTF_8));
    return this;
  }

  /// Authentication switched on, in `auth`.
  public ClusterRows authEnabled(long authRevision) {
    etcd.row("auth", "authEnabled", new byte[] {1});
    etcd.row("auth", "authRevision", u64(authRevision));
    return this;
  }

  /// A user in `authUsers`.
  ///
  /// @param passwordHash bcrypt text
  public ClusterRows user(String name, String passwordHash, List<String> roles) {
    ProtobufMessage user = new ProtobufMessage().text(1, name).text(2, passwordHash);
    roles.forEach(role -> user.text(3, role));
    etcd.row("authUsers", name, user.bytes(4, new byte[0]).toBytes());
    return this;
  }

  /// A role in `authRoles` that may read and write one range.
  public ClusterRows role(String name, String key, String rangeEnd) {
    ProtobufMessage permission = new ProtobufMessage().varint(1, 2).text(2, key).text(3, rangeEnd);
    etcd.row(
        "authRoles", name, new ProtobufMessage().text(1, name).message(2, permission).toBytes());
    return this;
  }

  /// A NOSPACE alarm in `alarm`: the message is the key, the value is empty.
  public ClusterRows noSpaceAlarm(long memberId) {
    byte[] alarm = new ProtobufMessage().varint(1, memberId).varint(2, 1).toBytes();
    etcd.row("alarm", alarm, new byte[0]);
    return this;
  }

  private static byte[] u64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
