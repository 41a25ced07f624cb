package dev.snapseal.tools.caseindex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.history.OriginReader;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.LeaseTime;
import dev.snapseal.tools.kubernetes.MalformedObjectException;
import dev.snapseal.tools.kubernetes.ObjectContent;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Takes from a decrypted value what the index keeps of it: fingerprints, a time, and which object
/// it is. Belongs to one thread.
final class ContentReader {
  private final Fingerprints fingerprints;
  private final HarmlessReader harmless = new HarmlessReader();

  ContentReader(Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
  }

  /// What was read of a value.
  ///
  /// @param data empty if the value is no object that can be decoded
  /// @param members of its data; empty if they are not known
  /// @param resource of the object's kind, where that is built in
  /// @param uid of the object
  record Content(
      Fingerprint plaintext,
      Optional<Fingerprint> data,
      Optional<List<DataMember>> members,
      Optional<StatedTime> time,
      Optional<GroupResource> resource,
      Optional<String> uid) {}

  /// Reads a value.
  ///
  /// @param value decrypted
  /// @param main its revision
  Content read(byte[] etcdKey, MemorySegment value, long main) {
    fingerprints.begin(Fingerprints.Of.PLAINTEXT, etcdKey);
    fingerprints.add(value);
    Fingerprint plaintext = fingerprints.finish();
    try {
      DecodedObject object = ObjectDecoder.decodeDataAndMetadata(value, Math.max(1, main));
      return new Content(
          plaintext,
          Optional.of(data(etcdKey, value, object)),
          members(etcdKey, object),
          time(value, object),
          object.resource(),
          object.text("metadata", "uid"));
    } catch (ObjectDecodingException e) {
      return new Content(
          plaintext,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  private Fingerprint data(byte[] etcdKey, MemorySegment value, DecodedObject object)
      throws MalformedObjectException {
    fingerprints.begin(Fingerprints.Of.DATA, etcdKey);
    ObjectContent.read(value, object, new Hashed(fingerprints));
    return fingerprints.finish();
  }

  private Optional<List<DataMember>> members(byte[] etcdKey, DecodedObject object) {
    return ObjectContent.members(object)
        .filter(members -> members.size() <= CaseLayout.MAX_MEMBERS)
        .map(members -> members.stream().map(member -> member(etcdKey, object, member)).toList());
  }

  private DataMember member(byte[] etcdKey, DecodedObject object, ObjectContent.Member member) {
    byte[] held = decoded(member.base64());
    List<byte[]> layers = CanonicalValue.layers(held);
    byte[] value = layers.getLast();
    Optional<Harmless> why = harmless.read(object, member);
    ValueLeaves leaves = why.isPresent() ? ValueLeaves.NONE : ValueLeaves.of(held);
    return new DataMember(
        shortened(member.name()),
        value.length == 0 ? empty(etcdKey, member.name()) : value(etcdKey, value),
        why.isEmpty() && DistinctValue.isOne(member.name(), layers) ? anywhere(value) : 0,
        leaves.pieces().stream().map(piece -> value(etcdKey, piece.getBytes(ISO_8859_1))).toList(),
        leaves.areAll(),
        why);
  }

  /// Empty members of different names are not the same one.
  private long empty(byte[] etcdKey, String name) {
    fingerprints.begin(Fingerprints.Of.EMPTY_MEMBER, etcdKey);
    fingerprints.add(MemorySegment.ofArray(name.getBytes(UTF_8)));
    return fingerprints.finish().high();
  }

  private long anywhere(byte[] value) {
    fingerprints.begin(Fingerprints.Of.VALUE_ANYWHERE, new byte[0]);
    fingerprints.add(MemorySegment.ofArray(value));
    return fingerprints.finish().high();
  }

  private long value(byte[] etcdKey, byte[] value) {
    fingerprints.begin(Fingerprints.Of.VALUE, etcdKey);
    fingerprints.add(MemorySegment.ofArray(value));
    return fingerprints.finish().high();
  }

  /// What is no base64 stands for itself.
  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return base64.getBytes(UTF_8);
    }
  }

  private static String shortened(String name) {
    return name.length() <= CaseLayout.MAX_NAME_CHARS
        ? name
        : name.substring(0, CaseLayout.MAX_NAME_CHARS);
  }

  private record Hashed(Fingerprints fingerprints) implements ObjectContent.Sink {
    @Override
    public void number(long number) {
      fingerprints.addLength(number);
    }

    @Override
    public void bytes(MemorySegment bytes) {
      fingerprints.add(bytes);
    }
  }

  private static Optional<StatedTime> time(MemorySegment value, DecodedObject object) {
    return LeaseTime.renewed(value, object)
        .map(time -> new StatedTime(time, TimeSource.RENEW_TIME))
        .or(
            () ->
                OriginReader.of(object)
                    .map(
                        origin ->
                            new StatedTime(origin.time(), TimeSource.ofField(origin.source()))));
  }
}
