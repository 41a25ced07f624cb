package dev.snapseal.tools.plaintext;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.snapshot.protobuf.ProtobufReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the beginning of an object in protobuf: its kind, and its name where that is not cut.
final class ProtobufHead {
  private static final int MAGIC_BYTES = 4;
  private static final int HEAD_BYTES = 512;
  private static final int SHORTEST_RAW = 16;
  private static final int TYPE_META = 1;
  private static final int API_VERSION = 1;
  private static final int KIND = 2;
  private static final int RAW_TAG = (2 << 3) | 2;
  private static final int METADATA_TAG = (1 << 3) | 2;
  private static final int METADATA = 1;
  private static final int ITEM_TAG = (2 << 3) | 2;
  private static final int METADATA_NAME = 1;
  private static final int METADATA_NAMESPACE = 3;

  /// Two empty strings end every object: `contentEncoding` and `contentType`.
  private static final int TAIL_BYTES = 4;

  private static final int MAX_SHIFT = 28;
  private static final Pattern NAME_OF_OBJECT = Pattern.compile("[a-z0-9A-Z.:_-]{1,253}");

  private ProtobufHead() {}

  /// The object whose magic is at `offset`.
  ///
  /// @param end first byte behind those that may belong to it
  static Optional<Remnant> at(SnapshotBytes bytes, long offset, long end) {
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
          apiVersion = text(bytes, typeMeta);
        } else if (typeMeta.is(KIND, ProtobufReader.LENGTH_DELIMITED)) {
          kind = text(bytes, typeMeta);
        }
      }
      long raw = envelope.fieldEnd();
      return Remnant.of(apiVersion, kind, Remnant.Form.PROTOBUF, objectEnd(bytes, raw, end))
          .filter(found -> !found.isList() || hasItems(bytes, raw, end))
          .map(found -> found.isList() ? found : named(found, bytes, raw, end));
    } catch (MalformedProtobufException e) {
      return Optional.empty();
    }
  }

  /// First byte behind the whole object, as far as it is there.
  private static long objectEnd(SnapshotBytes bytes, long raw, long end) {
    if (raw >= end || bytes.u8(raw) != RAW_TAG) {
      return raw;
    }
    long length = 0;
    long position = raw + 1;
    for (int shift = 0; shift <= MAX_SHIFT && position < end; shift += 7) {
      int octet = bytes.u8(position++);
      length |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return Math.min(end, position + length + TAIL_BYTES);
      }
    }
    return position;
  }

  /// With what the metadata at the beginning of `raw` says, even where the end of `raw` is lost.
  private static Remnant named(Remnant found, SnapshotBytes bytes, long raw, long end) {
    long position = raw;
    if (end - position < SHORTEST_RAW || bytes.u8(position++) != RAW_TAG) {
      return found;
    }
    position = behindVarint(bytes, position, end);
    if (position >= end || bytes.u8(position++) != METADATA_TAG) {
      return found;
    }
    position = behindVarint(bytes, position, end);
    return namedByMetadata(found, bytes, position, Math.min(end, position + HEAD_BYTES));
  }

  /// Whether an item follows the metadata of a list.
  private static boolean hasItems(SnapshotBytes bytes, long raw, long end) {
    if (end - raw < SHORTEST_RAW || bytes.u8(raw) != RAW_TAG) {
      return false;
    }
    long start = behindVarint(bytes, raw + 1, end);
    ProtobufReader list =
        new ProtobufReader(bytes.segment(), start, Math.min(end - start, HEAD_BYTES));
    try {
      return list.next()
          && list.is(METADATA, ProtobufReader.LENGTH_DELIMITED)
          && list.fieldEnd() < end
          && bytes.u8(list.fieldEnd()) == ITEM_TAG;
    } catch (MalformedProtobufException e) {
      return false;
    }
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
  private static Remnant namedByMetadata(Remnant found, SnapshotBytes bytes, long start, long end) {
    Remnant named = found;
    ProtobufReader metadata = new ProtobufReader(bytes.segment(), start, end - start);
    try {
      while (metadata.next() && metadata.fieldNumber() <= METADATA_NAMESPACE) {
        if (metadata.wireType() == ProtobufReader.LENGTH_DELIMITED) {
          named = with(named, metadata.fieldNumber(), text(bytes, metadata));
        }
      }
    } catch (MalformedProtobufException e) {
      // The rest is cut or lies farther on: what was read so far stands.
    }
    return named;
  }

  /// Whether an object or a namespace can have this name.
  static boolean isNameOfObject(String text) {
    return NAME_OF_OBJECT.matcher(text).matches();
  }

  private static Remnant with(Remnant found, int field, String value) {
    Optional<String> text = Optional.of(value).filter(ProtobufHead::isNameOfObject);
    return switch (field) {
      case METADATA_NAME -> found.named(text);
      case METADATA_NAMESPACE -> found.inNamespace(text);
      default -> found;
    };
  }

  private static String text(SnapshotBytes bytes, ProtobufReader field) {
    int length = (int) Math.min(field.valueLength(), HEAD_BYTES);
    return new String(bytes.copy(field.valueOffset(), length), StandardCharsets.ISO_8859_1);
  }
}
