package dev.snapseal.tools.kubernetes;

/// A value in a form that may be right but is not read here: nothing says that it is damaged.
public final class UnsupportedObjectException extends ObjectDecodingException {
  private static final long serialVersionUID = 1L;

  private UnsupportedObjectException(String message) {
    super(message);
  }

  static UnsupportedObjectException form(StoredForm form) {
    return new UnsupportedObjectException(
        switch (form) {
          case CBOR -> "the object is stored as CBOR, which is not decoded";
          case ENCRYPTED -> "the value is encrypted";
          case NUMBER -> "the value is a number, not an object";
          case EMPTY -> "the value is empty";
          case PROTOBUF, JSON, OTHER -> "the value is not an object of Kubernetes";
        });
  }

  static UnsupportedObjectException contentEncoding() {
    return new UnsupportedObjectException(
        "the object has a contentEncoding or contentType of its own, which is not decoded");
  }

  /// @param limit largest size that is decoded, in bytes
  static UnsupportedObjectException size(long size, long limit) {
    return new UnsupportedObjectException(
        "the value has " + size + " bytes; objects of up to " + limit + " bytes are decoded");
  }
}
