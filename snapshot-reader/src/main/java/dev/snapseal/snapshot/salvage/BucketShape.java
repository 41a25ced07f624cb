package dev.snapseal.snapshot.salvage;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.kv.EtcdBucket;
import dev.snapseal.snapshot.kv.Revision;
import dev.snapseal.snapshot.page.LeafElement;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tells to which bucket an element belongs, by its form: leaf pages do not name their bucket.
///
/// @see <a href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/bucket.go">etcd
///   schema/bucket.go</a>
final class BucketShape {
  private static final Set<String> META_KEYS =
      Set.of(
          "consistent_index",
          "term",
          "confState",
          "scheduledCompactRev",
          "finishedCompactRev",
          "storageVersion");
  private static final Set<String> AUTH_KEYS = Set.of("authEnabled", "authRevision");
  private static final Set<String> CLUSTER_KEYS = Set.of("clusterVersion", "downgrade");
  private static final byte[] REMOVED = "removed".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MEMBER = "{\"id\":".getBytes(StandardCharsets.US_ASCII);

  /// The longest key of those that are known by name, and more than a member ID has.
  private static final int LONGEST_NAME = 32;

  private static final int MEMBER_ID_DIGITS = 16;
  private static final int NAME = 1;
  private static final int PASSWORD = 2;
  private static final int ALARM = 2;
  private static final int ROLES = 3;
  private static final int OPTIONS = 4;

  private final SnapshotBytes bytes;

  BucketShape(SnapshotBytes bytes) {
    this.bytes = bytes;
  }

  /// The bucket of an element; empty if it fits none.
  Optional<EtcdBucket> of(LeafElement element) {
    if (element.isBucket() || element.keyLength() == 0) {
      return Optional.empty();
    }
    if (Revision.fromKeyBytes(bytes, element.keyOffset(), element.keyLength()).isPresent()) {
      return Optional.of(EtcdBucket.KEY);
    }
    Optional<EtcdBucket> named = byName(element);
    return named.isPresent() ? named : byMessage(element);
  }

  private Optional<EtcdBucket> byName(LeafElement element) {
    if (element.keyLength() > LONGEST_NAME) {
      return Optional.empty();
    }
    String key =
        new String(
            bytes.copy(element.keyOffset(), element.keyLength()), StandardCharsets.ISO_8859_1);
    if (META_KEYS.contains(key)) {
      return Optional.of(EtcdBucket.META);
    }
    if (AUTH_KEYS.contains(key)) {
      return Optional.of(EtcdBucket.AUTH);
    }
    if (CLUSTER_KEYS.contains(key)) {
      return Optional.of(EtcdBucket.CLUSTER);
    }
    return isMemberId(key) ? member(element) : Optional.empty();
  }

  /// Whether one byte keeps a key from being the name of a row that etcd knows.
  boolean isAlmostNamed(LeafElement element) {
    if (element.keyLength() > LONGEST_NAME) {
      return false;
    }
    byte[] key = bytes.copy(element.keyOffset(), element.keyLength());
    return Stream.of(META_KEYS, AUTH_KEYS, CLUSTER_KEYS)
        .flatMap(Set::stream)
        .anyMatch(name -> differences(name, key) == 1);
  }

  private static int differences(String name, byte[] key) {
    if (name.length() != key.length) {
      return Integer.MAX_VALUE;
    }
    int differences = 0;
    for (int i = 0; i < key.length; i++) {
      differences += name.charAt(i) == key[i] ? 0 : 1;
    }
    return differences;
  }

  private static boolean isMemberId(String key) {
    return key.length() <= MEMBER_ID_DIGITS
        && key.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private Optional<EtcdBucket> member(LeafElement element) {
    if (bytes.matches(element.valueOffset(), element.valueLength(), REMOVED)) {
      return Optional.of(EtcdBucket.MEMBERS_REMOVED);
    }
    return element.valueLength() > MEMBER.length
            && bytes.matches(element.valueOffset(), MEMBER.length, MEMBER)
        ? Optional.of(EtcdBucket.MEMBERS)
        : Optional.empty();
  }

  private Optional<EtcdBucket> byMessage(LeafElement element) {
    try {
      if (element.valueLength() == 0) {
        return isAlarm(element) ? Optional.of(EtcdBucket.ALARM) : Optional.empty();
      }
      if (element.keyLength() == Long.BYTES && isLease(element)) {
        return Optional.of(EtcdBucket.LEASE);
      }
      return userOrRole(element);
    } catch (MalformedProtobufException e) {
      return Optional.empty();
    }
  }

  /// An alarm is a key without a value: member ID and kind.
  private boolean isAlarm(LeafElement element) throws MalformedProtobufException {
    ProtobufReader reader =
        new ProtobufReader(bytes.segment(), element.keyOffset(), element.keyLength());
    boolean hasKind = false;
    while (reader.next()) {
      if (reader.fieldNumber() > ALARM || reader.wireType() != ProtobufReader.VARINT) {
        return false;
      }
      hasKind |= reader.fieldNumber() == ALARM;
    }
    return hasKind;
  }

  /// A lease repeats its ID.
  private boolean isLease(LeafElement element) throws MalformedProtobufException {
    ProtobufReader reader =
        new ProtobufReader(bytes.segment(), element.valueOffset(), element.valueLength());
    boolean repeatsId = false;
    while (reader.next()) {
      if (reader.wireType() != ProtobufReader.VARINT) {
        return false;
      }
      repeatsId |=
          reader.fieldNumber() == 1 && reader.scalar() == bytes.bigEndian64(element.keyOffset());
    }
    return repeatsId;
  }

  /// Both repeat their name. A user's password is the text of a hash or empty, a role's permission
  /// a message; a user alone has roles and options.
  private Optional<EtcdBucket> userOrRole(LeafElement element) throws MalformedProtobufException {
    ProtobufReader reader =
        new ProtobufReader(bytes.segment(), element.valueOffset(), element.valueLength());
    boolean repeatsName = false;
    boolean isUser = false;
    while (reader.next()) {
      int number = reader.fieldNumber();
      if (number > OPTIONS || reader.wireType() != ProtobufReader.LENGTH_DELIMITED) {
        return Optional.empty();
      }
      repeatsName |=
          number == NAME
              && bytes.compare(
                      reader.valueOffset(),
                      reader.valueLength(),
                      element.keyOffset(),
                      element.keyLength())
                  == 0;
      isUser |= number == ROLES || number == OPTIONS;
      isUser |=
          number == PASSWORD && reader.valueLength() > 0 && bytes.u8(reader.valueOffset()) == '$';
    }
    if (!repeatsName) {
      return Optional.empty();
    }
    return Optional.of(isUser ? EtcdBucket.AUTH_USERS : EtcdBucket.AUTH_ROLES);
  }
}
