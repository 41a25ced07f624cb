package dev.snapseal.tools.kubernetes;

import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// When a Lease of `coordination.k8s.io` was renewed: `spec.renewTime`. A holder writes it anew
/// every few seconds, so that of all objects Leases say best when a revision was written.
///
/// @see <a
///   href="https://github.com/kubernetes/api/blob/v0.37.2/coordination/v1/generated.proto">LeaseSpec</a>
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/apis/meta/v1/generated.proto">MicroTime</a>
public final class LeaseTime {
  private static final String LEASES = "leases.coordination.k8s.io";
  private static final int SPEC = 2;
  private static final int RENEW_TIME = 4;
  private static final int SECONDS = 1;
  private static final int NANOS = 2;

  private LeaseTime() {}

  /// The time, if the object is a Lease that has one.
  ///
  /// @param value decrypted
  /// @param object what [ObjectDecoder] made of it
  public static Optional<Instant> renewed(MemorySegment value, DecodedObject object) {
    if (!object.resource().map(Object::toString).equals(Optional.of(LEASES))) {
      return Optional.empty();
    }
    try {
      return object.form() == StoredForm.PROTOBUF
          ? ofWire(ProtobufEnvelope.read(value).raw())
          : object
              .text("spec", "renewTime")
              .map(text -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
    } catch (MalformedProtobufException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> ofWire(MemorySegment lease) throws MalformedProtobufException {
    Optional<MemorySegment> spec = message(lease, SPEC);
    Optional<MemorySegment> time =
        spec.isPresent() ? message(spec.get(), RENEW_TIME) : Optional.empty();
    if (time.isEmpty() || time.get().byteSize() == 0) {
      return Optional.empty();
    }
    long seconds = 0;
    long nanos = 0;
    ProtobufReader fields = ProtobufReader.withGroups(time.get());
    while (fields.next()) {
      if (fields.is(SECONDS, ProtobufReader.VARINT)) {
        seconds = fields.scalar();
      } else if (fields.is(NANOS, ProtobufReader.VARINT)) {
        nanos = fields.scalar();
      }
    }
    return Optional.of(Instant.ofEpochSecond(seconds, nanos));
  }

  private static Optional<MemorySegment> message(MemorySegment outer, int number)
      throws MalformedProtobufException {
    Optional<MemorySegment> found = Optional.empty();
    ProtobufReader fields = ProtobufReader.withGroups(outer);
    while (fields.next()) {
      if (fields.is(number, ProtobufReader.LENGTH_DELIMITED)) {
        found = Optional.of(fields.bytes());
      }
    }
    return found;
  }
}
