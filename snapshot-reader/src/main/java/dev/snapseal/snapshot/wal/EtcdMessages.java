package dev.snapseal.snapshot.wal;

import dev.snapseal.snapshot.wal.MessageShape.Kind;

/// The messages in a write-ahead log as etcd 3.0 to 3.7 write them.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.7.1/api/etcdserverpb/raft_internal.proto">etcd
///   raft_internal.proto</a>
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.7.1/api/etcdserverpb/rpc.proto">etcd
///   rpc.proto</a>
/// @see <a href="https://github.com/etcd-io/raft/blob/v3.6.0/raftpb/raft.proto">raft.proto</a>
final class EtcdMessages {
  /// `walpb.Record`: type, CRC, data.
  static final MessageShape RECORD = numbers(1, 2).with(Kind.VALUE, 3);

  /// `walpb.Record` without data.
  static final MessageShape CRC_RECORD = numbers(1, 2);

  /// `etcdserverpb.Metadata`: ids of member and cluster.
  static final MessageShape METADATA = numbers(1, 2);

  /// `raftpb.HardState`: term, vote, commit.
  static final MessageShape STATE = numbers(1, 2, 3);

  /// `raftpb.ConfState`: voters, learners, both of the change before, whether to leave it.
  private static final MessageShape MEMBERS =
      numbers(5)
          .withRepeated(Kind.NUMBER, 1)
          .withRepeated(Kind.NUMBER, 2)
          .withRepeated(Kind.NUMBER, 3)
          .withRepeated(Kind.NUMBER, 4);

  /// `walpb.Snapshot`: index, term, members.
  static final MessageShape SNAPSHOT = numbers(1, 2).with(MEMBERS, 3);

  /// `raftpb.Snapshot`: the v2 store, and metadata with members, index and term.
  private static final MessageShape RAFT_SNAPSHOT =
      new MessageShape().with(Kind.OWN_JSON, 1).with(numbers(2, 3).with(MEMBERS, 1), 2);

  /// `snappb.Snapshot`: a CRC and what it is of.
  static final MessageShape SNAPSHOT_FILE = numbers(1).with(RAFT_SNAPSHOT, 2);

  /// `raftpb.Entry`: type, term, index, data.
  static final MessageShape ENTRY = numbers(1, 2, 3).with(Kind.VALUE, 4);

  /// `raftpb.ConfChange`: id, type, member, and etcd's JSON of the member.
  static final MessageShape CONF_CHANGE = numbers(1, 2, 3).with(Kind.OWN_JSON, 4);

  /// `raftpb.ConfChangeV2`: transition, changes, and etcd's JSON.
  static final MessageShape CONF_CHANGE_V2 =
      numbers(1).withRepeated(numbers(1, 2), 2).with(Kind.OWN_JSON, 3);

  /// `Request` of the v2 API about the cluster's own data, whose values etcd writes.
  static final MessageShape V2_CLUSTER = v2();

  private static final MessageShape NOTHING = new MessageShape();

  private static final MessageShape RANGE =
      numbers(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13).with(Kind.KEY, 1, 2);

  private static final MessageShape PUT = numbers(3, 4, 5, 6).with(Kind.KEY, 1).with(Kind.VALUE, 2);

  private static final MessageShape DELETE_RANGE = numbers(3).with(Kind.KEY, 1, 2);

  private static final MessageShape COMPARE =
      numbers(1, 2, 4, 5, 6, 8).with(Kind.KEY, 3, 64).with(Kind.VALUE, 7);

  private static final MessageShape TRANSACTION = transaction();

  /// `Permission`: type, key, end of the range.
  private static final MessageShape PERMISSION = numbers(1).with(Kind.KEY, 2, 3);

  /// `InternalRaftRequest`.
  static final MessageShape REQUEST =
      numbers(1)
          .with(V2_CLUSTER, 2)
          .with(RANGE, 3)
          .with(PUT, 4)
          .with(DELETE_RANGE, 5)
          .with(TRANSACTION, 6)
          .with(numbers(1, 2), 7) // compaction: revision, physical
          .with(numbers(1, 2), 8) // lease grant: TTL, id
          .with(numbers(1), 9) // lease revoke: id
          .with(numbers(1, 2, 3), 10) // alarm: action, member, alarm
          .with(new MessageShape().withRepeated(numbers(1, 2), 1), 11) // lease checkpoints
          .with(numbers(1, 3).with(Kind.NAME, 2), 100) // header: id, user, revision of auth
          .with(NOTHING, 1000) // auth enable
          .with(NOTHING, 1011) // auth disable
          .with(names(1).with(Kind.VALUE, 2, 3), 1012) // authenticate: name, password, token
          .with(NOTHING, 1013) // auth status
          .with(names(1).with(Kind.VALUE, 2, 4).with(numbers(1), 3), 1100) // user add
          .with(names(1), 1101) // user delete
          .with(names(1), 1102) // user get
          .with(names(1).with(Kind.VALUE, 2, 3), 1103) // user change password
          .with(names(1, 2), 1104) // user grant role
          .with(names(1, 2), 1105) // user revoke role
          .with(NOTHING, 1106) // user list
          .with(NOTHING, 1107) // role list
          .with(names(1), 1200) // role add
          .with(names(1), 1201) // role delete
          .with(names(1), 1202) // role get
          .with(names(1).with(PERMISSION, 2), 1203) // role grant permission
          .with(names(1).with(Kind.KEY, 2, 3), 1204) // role revoke permission
          .with(names(1), 1300) // cluster version
          .with(
              numbers(1).with(names(1).withRepeated(Kind.NAME, 2), 2),
              1301) // member: id, name and addresses
          .with(numbers(1).with(Kind.NAME, 2), 1302) // downgrade: enabled, version
          .with(names(1), 9900); // downgrade, a test of etcd's own

  private EtcdMessages() {}

  private static MessageShape numbers(int... numbers) {
    return new MessageShape().with(Kind.NUMBER, numbers);
  }

  private static MessageShape names(int... numbers) {
    return new MessageShape().with(Kind.NAME, numbers);
  }

  /// `Request`: id, method, path, value, whether a directory, previous value, and numbers.
  private static MessageShape v2() {
    return numbers(1, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
        .with(Kind.NAME, 2)
        .with(Kind.OWN_PATH, 3)
        .with(Kind.OWN_JSON, 4, 6);
  }

  /// `TxnRequest` and `RequestOp`, which may hold one another.
  private static MessageShape transaction() {
    MessageShape transaction = new MessageShape();
    MessageShape operation =
        new MessageShape().with(RANGE, 1).with(PUT, 2).with(DELETE_RANGE, 3).with(transaction, 4);
    return transaction
        .withRepeated(COMPARE, 1)
        .withRepeated(operation, 2)
        .withRepeated(operation, 3);
  }
}
