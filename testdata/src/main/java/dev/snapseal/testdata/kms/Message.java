package dev.snapseal.testdata.kms;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One message of the KMS API by field number: all its fields are strings, bytes and maps of them.
record Message(UnknownFieldSet fields) {
  static Message parse(byte[] bytes) {
    try {
      return new Message(UnknownFieldSet.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw io.grpc.Status.INVALID_ARGUMENT
          .withDescription("not a message")
          .withCause(e)
          .asRuntimeException();
    }
  }

  /// Bytes of a field; of an absent one none, as proto3 has it. The last one counts.
  byte[] bytes(int number) {
    List<ByteString> all = fields.getField(number).getLengthDelimitedList();
    return all.isEmpty() ? new byte[0] : all.getLast().toByteArray();
  }

  String string(int number) {
    return new String(bytes(number), StandardCharsets.UTF_8);
  }

  Map<String, String> map(int number) {
    Map<String, String> map = new LinkedHashMap<>();
    for (ByteString entry : fields.getField(number).getLengthDelimitedList()) {
      Message message = parse(entry.toByteArray());
      map.put(message.string(1), message.string(2));
    }
    return map;
  }

  byte[] toBytes() {
    return fields.toByteArray();
  }

  /// Puts a message together; an empty value is left out, as proto3 has it.
  static final class Builder {
    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    Builder bytes(int number, byte[] value) {
      if (value.length > 0) {
        fields.mergeField(
            number, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(value)).build());
      }
      return this;
    }

    Builder string(int number, String value) {
      return bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    Builder entry(int number, String key, String value) {
      return bytes(number, new Builder().string(1, key).string(2, value).build().toBytes());
    }

    Message build() {
      return new Message(fields.build());
    }
  }
}
